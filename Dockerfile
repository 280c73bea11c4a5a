# The program `ehcp`, built with the pinned toolchain, in a small image that runs it as an ordinary user.
FROM rust:1.95-bookworm AS build
# The image's own toolchain is the one that rust-toolchain.toml pins; nothing more is fetched for it.
ENV RUSTUP_TOOLCHAIN=1.95.0 CARGO_TERM_COLOR=never
WORKDIR /src
COPY Cargo.toml Cargo.lock rust-toolchain.toml clippy.toml ./
COPY .cargo .cargo
COPY crates crates
COPY migrations migrations
COPY tests tests
COPY openapi openapi
RUN cargo build --release --locked --package ehcp-server --bin ehcp

# The certificates by which a mail server is known.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/ehcp --shell /usr/sbin/nologin ehcp \
    && install --directory --owner=ehcp --group=ehcp --mode=0700 /var/lib/ehcp
COPY --from=build /src/target/release/ehcp /usr/local/bin/ehcp
COPY --chmod=0755 scripts/ready.sh /usr/local/bin/ready
USER 10001:10001
WORKDIR /var/lib/ehcp
VOLUME /var/lib/ehcp
ENV EHCP_DATA=/var/lib/ehcp EHCP_LISTEN=0.0.0.0:8080
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/ehcp"]
CMD ["serve"]
