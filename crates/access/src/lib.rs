//! Who may do what: roles, actions, relationships, the policy table and the proof of a check.
