//! Reading, writing and listing files, with errors for the reader, and hashes of what they hold. Touches the
//! files it is given.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::failure::{Outcome, failure};

/// The file's text.
pub(crate) fn read_text(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| failure(format!("cannot read {} ({error})", path.display())))
}

/// The file's bytes.
pub(crate) fn read_bytes(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| failure(format!("cannot read {} ({error})", path.display())))
}

/// Writes the file and the folders above it.
pub(crate) fn write(path: &Path, text: &str) -> Outcome<()> {
    if let Some(folder) = path.parent() {
        create_folder(folder)?;
    }
    fs::write(path, text).map_err(|error| failure(format!("cannot write {} ({error})", path.display())))
}

/// Makes the folder and those above it.
pub(crate) fn create_folder(path: &Path) -> Outcome<()> {
    fs::create_dir_all(path)
        .map_err(|error| failure(format!("cannot make the folder {} ({error})", path.display())))
}

/// Removes the folder with all it holds; that it is not there is as good.
pub(crate) fn remove_folder(path: &Path) -> Outcome<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(failure(format!("cannot remove the folder {} ({error})", path.display())))
        }
        _ => Ok(()),
    }
}

/// Copies one file.
pub(crate) fn copy(from: &Path, to: &Path) -> Outcome<()> {
    fs::copy(from, to)
        .map(drop)
        .map_err(|error| failure(format!("cannot copy {} to {} ({error})", from.display(), to.display())))
}

/// The file's length in bytes.
pub(crate) fn length(path: &Path) -> Outcome<u64> {
    fs::metadata(path)
        .map(|facts| facts.len())
        .map_err(|error| failure(format!("cannot read {} ({error})", path.display())))
}

/// Every file below the folder, sorted; none when there is no such folder.
pub(crate) fn below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let unreadable = |error| failure(format!("cannot list {} ({error})", folder.display()));
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            entries => entries.map_err(unreadable)?,
        };
        for entry in entries {
            let path = entry.map_err(unreadable)?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// One number for many pieces. Not for security, and not the same in every Rust release: a new compiler means
/// a new build anyway, and the standard library's hasher costs nothing to compile.
#[derive(Default)]
pub(crate) struct Fingerprint(DefaultHasher);

impl Fingerprint {
    /// Takes one piece in; its length goes in first, so that pieces cannot run into each other.
    pub(crate) fn add(&mut self, piece: &[u8]) {
        self.0.write_usize(piece.len());
        self.0.write(piece);
    }

    /// Takes in a file's name below `root` and its bytes.
    pub(crate) fn add_file(&mut self, root: &Path, path: &Path) -> Outcome<()> {
        let name = path.strip_prefix(root).unwrap_or(path);
        self.add(name.to_string_lossy().as_bytes());
        self.add(&read_bytes(path)?);
        Ok(())
    }

    /// What all pieces come to.
    pub(crate) fn text(&self) -> String {
        format!("{:016x}", self.0.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;

    fn of(pieces: &[&str]) -> String {
        let mut fingerprint = Fingerprint::default();
        pieces.iter().for_each(|piece| fingerprint.add(piece.as_bytes()));
        fingerprint.text()
    }

    #[test]
    fn the_same_pieces_have_the_same_fingerprint() {
        assert_eq!(of(&["a", "b"]), of(&["a", "b"]));
        assert_eq!(of(&["a"]).len(), 16);
    }

    #[test]
    fn every_change_shows() {
        let others = [of(&["ab"]), of(&["b", "a"]), of(&["a"]), of(&["a", "b", ""]), of(&["", "ab"])];
        for other in others {
            assert_ne!(of(&["a", "b"]), other);
        }
    }
}
