//! From where and why something is asked: what the logs keep of it.

use std::net::IpAddr;

/// From where and why something is asked.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    network: Option<String>,
    reason: Option<String>,
}

impl Asked {
    /// Asked from this address. Only its network is kept: the first 24 bits of an IPv4 address, the first 48 of an
    /// IPv6 one. That is enough to see where a stranger came from, and does not single out a household.
    #[must_use]
    pub fn from_address(address: IpAddr) -> Self {
        Self {
            network: Some(network(address)),
            reason: None,
        }
    }

    /// Asked for this reason, in the reader's own words.
    #[must_use]
    pub fn because(mut self, reason: Option<String>) -> Self {
        self.reason = reason;
        self
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> Option<&str> {
        self.network.as_deref()
    }

    /// The reason.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_network_of_an_address_is_kept() {
        let network = |text: &str| {
            let asked = Asked::from_address(text.parse().unwrap());
            asked.network().unwrap().to_owned()
        };
        assert_eq!(network("203.0.113.77"), "203.0.113.0/24");
        assert_eq!(network("::ffff:203.0.113.77"), "203.0.113.0/24");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1::/48");
    }
}
