//! Rebuilds the crate when a migration changes, since they are embedded, and names their state for test databases.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::Path,
};

fn main() -> io::Result<()> {
    let folder = Path::new("../../migrations");
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut state = DefaultHasher::new();
    hash_folder(folder, &mut state)?;
    println!("cargo:rustc-env=MIGRATIONS_STATE={:016x}", state.finish());
    Ok(())
}

fn hash_folder(folder: &Path, state: &mut DefaultHasher) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        path.hash(state);
        if path.is_dir() {
            hash_folder(&path, state)?;
        } else {
            fs::read(&path)?.hash(state);
        }
    }
    Ok(())
}
