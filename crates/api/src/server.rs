//! The HTTP server: threads, time limits, connection cap, stopping.

use crate::{
    connections::Connections,
    contract::{self, Contract},
    edge::edge,
    limits::Limiters,
    router::{ROUTES, Routes, routed},
    state::{Config, Services, State},
};
use actix_web::{HttpServer, dev::Server, middleware::from_fn, web::Data};
use std::{
    io,
    net::{SocketAddr, TcpListener},
    time::Duration,
};

/// Connections that wait to be taken.
const BACKLOG: u32 = 1024;

/// How long a connection is given to close.
const DISCONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Starts to listen and gives the server, which runs when awaited, and the address it listens on.
///
/// # Errors
/// When the address cannot be bound.
pub fn build(config: Config, services: Services) -> io::Result<(Server, SocketAddr)> {
    build_with(config, services, ROUTES)
}

/// The same on a socket that listens already; the configuration's address is passed over.
///
/// # Errors
/// When the socket cannot be used.
pub fn build_on(
    listener: TcpListener,
    config: Config,
    services: Services,
) -> io::Result<(Server, SocketAddr)> {
    begin(Some(listener), config, services, ROUTES)
}

pub(crate) fn build_with(
    config: Config,
    services: Services,
    routes: Routes,
) -> io::Result<(Server, SocketAddr)> {
    begin(None, config, services, routes)
}

fn begin(
    listener: Option<TcpListener>,
    config: Config,
    services: Services,
    routes: Routes,
) -> io::Result<(Server, SocketAddr)> {
    let (_, document) = routed(routes);
    let document = contract::finish(document);
    let text = contract::text(&document)?;
    let contract = Contract::new(&document, text, routes.anonymous);
    let limiters = Limiters::new(&config.limits);
    let state = Data::new(State {
        config: config.clone(),
        services,
        contract,
        limiters,
    });
    let server = HttpServer::new(move || routed(routes).0.app_data(state.clone()).wrap(from_fn(edge)));
    let connections = Connections::watched(config.keep_alive.saturating_add(config.header_timeout))?;
    let workers = config.workers.max(1);
    let server = server
        .on_connect(move |stream, extensions| connections.opened(stream, extensions))
        .workers(workers)
        .backlog(BACKLOG)
        .max_connections(config.max_connections.div_ceil(workers).max(1))
        .keep_alive(config.keep_alive)
        .client_request_timeout(config.header_timeout)
        .client_disconnect_timeout(DISCONNECT_TIMEOUT)
        .shutdown_timeout(config.shutdown_timeout.as_secs());
    let server = if config.handle_signals {
        server
    } else {
        server.disable_signals()
    };
    let server = match listener {
        Some(listener) => server.listen(listener)?,
        None => server.bind(config.address)?,
    };
    let address = server
        .addrs()
        .first()
        .copied()
        .ok_or(io::ErrorKind::AddrNotAvailable)?;
    Ok((server.run(), address))
}
