//! From where something is asked: what the logs keep of it.

/// From where something is asked.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    network: Option<String>,
}

impl Asked {
    /// Asked from this network, never a whole address.
    #[must_use]
    pub fn from_network(network: impl Into<String>) -> Self {
        Self {
            network: Some(network.into()),
        }
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> Option<&str> {
        self.network.as_deref()
    }
}
