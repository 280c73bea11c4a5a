//! How somebody proved who they are.

use crate::words::words;

words! {
    /// How somebody signed in.
    HowSignedIn, "way of signing in" {
        /// With a password alone.
        Password = "password", "password";
        /// With a password and a code of an authenticator app.
        PasswordAndCode = "password_and_code", "password and code";
        /// With a password and one of the recovery codes.
        PasswordAndRecoveryCode = "password_and_recovery_code", "password and recovery code";
        /// Through the authority's own sign-in, which says itself whether it asked for a second factor.
        SingleSignOn = "single_sign_on", "single sign-on";
        /// A program, with its key.
        ServiceKey = "service_key", "key of a program";
    }
}

impl HowSignedIn {
    /// Whether this way always takes two factors.
    #[must_use]
    pub const fn with_second_factor(self) -> bool {
        match self {
            Self::Password | Self::SingleSignOn | Self::ServiceKey => false,
            Self::PasswordAndCode | Self::PasswordAndRecoveryCode => true,
        }
    }
}
