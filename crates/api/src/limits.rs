//! Request limits: per client address for those who are not signed in, per user for the rest. In memory, per process.

use ehcp_case::UserId;
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DashMapStateStore,
};
use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// Who shares a budget when too many different callers are about.
const CROWD_BUCKETS: u64 = 1024;

/// How many checks pass between two clean-ups of the key store.
const CLEAN_EVERY: u64 = 1024;

/// So many requests in so much time. A caller who was quiet may use them all at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How many requests.
    pub requests: NonZeroU32,
    /// In how much time.
    pub window: Duration,
}

/// The published limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitSettings {
    /// Operations that need no sign-in, such as the calculator, per client address.
    pub public: Limit,
    /// Signing in and the calls like it, per client address.
    pub sign_in: Limit,
    /// Ways to the authority's own sign-in, there and back, per client address: a whole council may share one.
    pub single_sign_on: Limit,
    /// Sessions that programs open, per client address.
    pub program_sign_in: Limit,
    /// Requests refused for want of a valid token, per client address.
    pub refused: Limit,
    /// Everything else, per user.
    pub user: Limit,
    /// Everything that a program asks, per program; in place of `user`.
    pub program: Limit,
    /// Lists, searches and tables, which cost much or show many people at once, per user or program; beside `user`.
    pub costly: Limit,
    /// How many callers are told apart at once; more share budgets.
    pub callers_max: usize,
}

impl Default for LimitSettings {
    fn default() -> Self {
        const MINUTE: Duration = Duration::from_secs(60);
        let per_minute = |requests| Limit {
            requests: NonZeroU32::new(requests).unwrap_or(NonZeroU32::MIN),
            window: MINUTE,
        };
        Self {
            public: per_minute(120),
            sign_in: per_minute(20),
            single_sign_on: per_minute(120),
            program_sign_in: per_minute(30),
            refused: per_minute(120),
            user: per_minute(1200),
            program: per_minute(600),
            costly: per_minute(240),
            callers_max: 100_000,
        }
    }
}

/// Which limit applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// None: probes.
    Unlimited,
    /// Operations that need no sign-in.
    Public,
    /// Signing in.
    SignIn,
    /// The two ends of a way to the authority's own sign-in.
    SingleSignOn,
    /// Sessions of programs.
    ProgramSignIn,
    /// Requests without a valid token.
    Refused,
    /// Signed-in callers.
    User,
    /// Programs.
    Program,
    /// Signed-in callers who ask for lists, searches and tables.
    Costly,
}

impl Policy {
    /// The name in `RateLimit-Policy`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unlimited => "unlimited",
            Self::Public => "public",
            Self::SignIn => "sign-in",
            Self::SingleSignOn => "single-sign-on",
            Self::ProgramSignIn => "program-sign-in",
            Self::Refused => "refused",
            Self::User => "user",
            Self::Program => "program",
            Self::Costly => "costly",
        }
    }

    /// What somebody is told who has used it up.
    pub(crate) const fn used_up(self) -> &'static str {
        match self {
            Self::Unlimited | Self::Public => "There were too many requests from your address.",
            Self::SignIn | Self::SingleSignOn => "There were too many attempts to sign in from your address.",
            Self::ProgramSignIn => "Programs at your address have opened too many sessions.",
            Self::Refused => "There were too many requests without a valid token from your address.",
            Self::User => "You have made too many requests.",
            Self::Program => "This program has made too many requests.",
            Self::Costly => "You have asked for too many lists, searches and tables.",
        }
    }
}

/// Whose budget pays for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Payer {
    /// A client address; of IPv6 only the network part, since one client has all of it.
    Address(IpAddr),
    /// A signed-in user.
    User(UserId),
    /// One of a fixed number of shared budgets.
    Crowd(u64),
}

impl Payer {
    /// The caller at an address.
    pub(crate) fn at(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(v6) => {
                let network = v6.to_bits() & (u128::MAX << 64);
                Self::Address(IpAddr::V6(Ipv6Addr::from_bits(network)))
            }
            v4 => Self::Address(v4),
        }
    }

    fn crowd(self) -> Self {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        Self::Crowd(hasher.finish() % CROWD_BUCKETS)
    }
}

/// What is left of a budget after a request, or how long to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) policy: Policy,
    limit: Limit,
    remaining: u32,
    /// Seconds until the whole budget is back.
    reset: u64,
    /// Seconds to wait, if the request is over the limit.
    pub(crate) wait: Option<u64>,
}

impl Standing {
    /// The `RateLimit-Policy` field.
    pub(crate) fn policy_field(&self) -> String {
        format!(
            "\"{}\";q={};w={}",
            self.policy.name(),
            self.limit.requests,
            self.limit.window.as_secs().max(1)
        )
    }

    /// The `RateLimit` field.
    pub(crate) fn field(&self) -> String {
        format!("\"{}\";r={};t={}", self.policy.name(), self.remaining, self.reset)
    }
}

/// All limits at work.
pub(crate) struct Limiters {
    public: Limiter,
    sign_in: Limiter,
    single_sign_on: Limiter,
    program_sign_in: Limiter,
    refused: Limiter,
    user: Limiter,
    program: Limiter,
    costly: Limiter,
}

impl Limiters {
    pub(crate) fn new(settings: &LimitSettings) -> Self {
        let make = |policy, limit| Limiter::new(policy, limit, settings.callers_max, DefaultClock::default());
        Self {
            public: make(Policy::Public, settings.public),
            sign_in: make(Policy::SignIn, settings.sign_in),
            single_sign_on: make(Policy::SingleSignOn, settings.single_sign_on),
            program_sign_in: make(Policy::ProgramSignIn, settings.program_sign_in),
            refused: make(Policy::Refused, settings.refused),
            user: make(Policy::User, settings.user),
            program: make(Policy::Program, settings.program),
            costly: make(Policy::Costly, settings.costly),
        }
    }

    /// Takes one request from the caller's budget. Nothing for the unlimited.
    pub(crate) fn take(&self, policy: Policy, caller: Payer) -> Option<Standing> {
        match policy {
            Policy::Unlimited => None,
            Policy::Public => Some(self.public.take(caller)),
            Policy::SignIn => Some(self.sign_in.take(caller)),
            Policy::SingleSignOn => Some(self.single_sign_on.take(caller)),
            Policy::ProgramSignIn => Some(self.program_sign_in.take(caller)),
            Policy::Refused => Some(self.refused.take(caller)),
            Policy::User => Some(self.user.take(caller)),
            Policy::Program => Some(self.program.take(caller)),
            Policy::Costly => Some(self.costly.take(caller)),
        }
    }
}

type Keyed<C> = RateLimiter<Payer, DashMapStateStore<Payer>, C, StateInformationMiddleware>;

struct Limiter<C: Clock = DefaultClock> {
    policy: Policy,
    limit: Limit,
    callers_max: usize,
    checks: AtomicU64,
    clock: C,
    keyed: Keyed<C>,
}

impl<C: Clock + Clone> Limiter<C> {
    fn new(policy: Policy, limit: Limit, callers_max: usize, clock: C) -> Self {
        let quota = Quota::with_period(limit.window / limit.requests.get())
            .unwrap_or(Quota::per_minute(limit.requests))
            .allow_burst(limit.requests);
        let keyed = Keyed::new(quota, DashMapStateStore::default(), clock.clone());
        Self {
            policy,
            limit,
            callers_max,
            checks: AtomicU64::new(0),
            clock,
            keyed,
        }
    }

    fn take(&self, caller: Payer) -> Standing {
        let caller = if self.crowded() { caller.crowd() } else { caller };
        match self.keyed.check_key(&caller) {
            Ok(state) => {
                let remaining = state.remaining_burst_capacity();
                let used = self.limit.requests.get().saturating_sub(remaining);
                let reset = state.quota().replenish_interval().saturating_mul(used);
                Standing {
                    policy: self.policy,
                    limit: self.limit,
                    remaining,
                    reset: whole_seconds(reset),
                    wait: None,
                }
            }
            Err(refused) => {
                let wait = whole_seconds(refused.wait_time_from(self.clock.now()));
                let (policy, limit, reset) = (self.policy, self.limit, whole_seconds(self.limit.window));
                Standing {
                    policy,
                    limit,
                    remaining: 0,
                    reset,
                    wait: Some(wait),
                }
            }
        }
    }

    /// Whether too many callers are about to tell them apart. Forgets those whose budget is whole again.
    fn crowded(&self) -> bool {
        if self.checks.fetch_add(1, Ordering::Relaxed) % CLEAN_EVERY == CLEAN_EVERY - 1 {
            self.keyed.retain_recent();
            self.keyed.shrink_to_fit();
        }
        self.keyed.len() >= self.callers_max
    }
}

/// Rounded up, and at least one: a client that waits so long is let in.
fn whole_seconds(time: Duration) -> u64 {
    let part = u64::from(time.subsec_nanos() > 0);
    time.as_secs().saturating_add(part).max(1)
}

/// The address of the client: the peer, or, behind trusted proxies, the right-most address in `X-Forwarded-For` that
/// is not one of them.
pub(crate) fn client_address<'a>(
    peer: Option<IpAddr>,
    forwarded: impl DoubleEndedIterator<Item = &'a str>,
    trusted: &[IpAddr],
) -> IpAddr {
    let mut client = peer.unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED)).to_canonical();
    for hop in forwarded.flat_map(|line| line.split(',')).rev() {
        if !trusted.contains(&client) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(address) => client = address.to_canonical(),
            Err(_) => break,
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;
    use governor::clock::FakeRelativeClock;

    fn limiter(callers_max: usize) -> (Limiter<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        let limit = Limit {
            requests: NonZeroU32::new(3).unwrap(),
            window: Duration::from_secs(60),
        };
        (
            Limiter::new(Policy::Public, limit, callers_max, clock.clone()),
            clock,
        )
    }

    fn caller(last: u8) -> Payer {
        Payer::at(IpAddr::from([192, 0, 2, last]))
    }

    #[test]
    fn a_budget_is_used_up_and_comes_back() {
        let (limiter, clock) = limiter(10);
        let first = limiter.take(caller(1));
        assert_eq!(first.policy_field(), "\"public\";q=3;w=60");
        assert_eq!(first.field(), "\"public\";r=2;t=20");
        assert_eq!(limiter.take(caller(1)).wait, None);
        assert_eq!(limiter.take(caller(1)).field(), "\"public\";r=0;t=60");
        assert_eq!(limiter.take(caller(1)).wait, Some(20));
        assert_eq!(
            limiter.take(caller(2)).wait,
            None,
            "another caller has their own budget"
        );
        clock.advance(Duration::from_secs(20));
        assert_eq!(limiter.take(caller(1)).wait, None);
        assert_eq!(limiter.take(caller(1)).wait, Some(20));
    }

    #[test]
    fn the_store_of_callers_stays_bounded_under_a_flood_of_addresses() {
        let (limiter, clock) = limiter(100);
        for n in 0..20_000_u32 {
            limiter.take(Payer::at(IpAddr::from(n.to_be_bytes())));
        }
        assert!(limiter.keyed.len() <= 100 + 1024, "{}", limiter.keyed.len());
        clock.advance(Duration::from_secs(120));
        for _ in 0..CLEAN_EVERY {
            limiter.take(caller(1));
        }
        assert!(limiter.keyed.len() <= 2, "the quiet are forgotten");
    }

    #[test]
    fn one_ipv6_network_is_one_caller() {
        let at = |text: &str| Payer::at(text.parse().unwrap());
        assert_eq!(at("2001:db8::1"), at("2001:db8::ffff:1"));
        assert_ne!(at("2001:db8::1"), at("2001:db8:0:1::1"));
        assert_eq!(at("::ffff:192.0.2.1"), caller(1));
    }

    #[test]
    fn forwarded_addresses_count_only_behind_a_trusted_proxy() {
        let proxies: [IpAddr; 2] = ["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        let client = |peer: &str, lines: &[&str], trusted: &[IpAddr]| {
            client_address(peer.parse().ok(), lines.iter().copied(), trusted).to_string()
        };
        assert_eq!(client("192.0.2.9", &["203.0.113.5"], &[]), "192.0.2.9");
        assert_eq!(
            client("192.0.2.9", &["203.0.113.5"], &proxies),
            "192.0.2.9",
            "the peer is no proxy of ours"
        );
        assert_eq!(
            client("10.0.0.1", &["1.1.1.1, 203.0.113.5"], &proxies),
            "203.0.113.5",
            "not the invented left-most"
        );
        assert_eq!(
            client("10.0.0.1", &["1.1.1.1", "203.0.113.5, 10.0.0.2"], &proxies),
            "203.0.113.5"
        );
        assert_eq!(client("10.0.0.1", &["nonsense"], &proxies), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &[], &proxies), "10.0.0.1");
    }
}
