//! The rules of access, as sentences, as properties and as a page for people.

#[cfg(test)]
mod closed;
#[cfg(test)]
mod council;
#[cfg(test)]
mod documentation;
#[cfg(test)]
mod family;
#[cfg(test)]
mod outside;
#[cfg(test)]
mod people;
#[cfg(test)]
mod proofs;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod table;
