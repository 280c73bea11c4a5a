//! The bytes of attachments, for commands: what was erased is removed, and what is there is checked.

use crate::failure::Failure;
use ehcp_case::AttachmentId;
use ehcp_casework::{Casework, Error, FileFault};
use std::collections::HashSet;

/// Runs something asynchronous to its end. For commands, which run in no runtime.
///
/// # Errors
/// What it answers, or that the system gives no runtime.
pub fn wait_for<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::not_done(format!(
                "The system does not let the program wait for files: {error}."
            ))
        })?
        .block_on(work)
}

/// Does what takes rows away, and then removes the bytes of the files whose rows went.
///
/// # Errors
/// What it answers, or that bytes cannot be removed.
pub fn without_rows_without_bytes<T>(
    casework: &Casework,
    work: impl FnOnce() -> Result<T, Failure>,
) -> Result<T, Failure> {
    let on_record = || {
        wait_for(async {
            let files = casework.files_on_record().await?;
            Ok(files
                .into_iter()
                .map(|file| file.id)
                .collect::<HashSet<AttachmentId>>())
        })
    };
    let before = on_record()?;
    let done = work();
    let after = on_record()?;
    wait_for(async {
        for gone in before.difference(&after) {
            casework
                .files()?
                .remove((*gone).into())
                .await
                .map_err(Error::Files)?;
        }
        Ok(())
    })?;
    done
}

/// What is wrong with the bytes of the files: a sentence for each.
///
/// # Errors
/// When they or the database cannot be read.
pub fn faults(casework: &Casework) -> Result<Vec<String>, Failure> {
    let faults = wait_for(async { Ok(casework.check_files().await?) })?;
    Ok(faults
        .into_iter()
        .map(|fault| match fault {
            FileFault::Missing(id) => format!("attachment {id}: its bytes are missing"),
            FileFault::Changed(id) => format!("attachment {id}: its bytes are not those that were received"),
            FileFault::Orphan(name) => format!("the folder of attachments: {name} belongs to no attachment"),
        })
        .collect())
}
