//! Reads the page's folder: its files, and whether anything in it has changed.

use std::path::Path;
use std::time::SystemTime;

use serde_json::{Map, Value};

use super::render::RawFiles;
use super::{CONFIGURATION, SiteError};

/// Nothing a page consists of is larger.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// When each file was last changed, and its length.
pub(super) type Fingerprint = Vec<(String, Option<SystemTime>, u64)>;

pub(super) fn check_configuration(folder: &Path, raw: &RawFiles) -> Result<(), SiteError> {
    let Some(bytes) = raw.get(CONFIGURATION) else { return Ok(()) };
    match serde_json::from_slice::<Map<String, Value>>(bytes) {
        Ok(_) => Ok(()),
        Err(source) => Err(SiteError::Configuration { path: folder.join("config.json"), source }),
    }
}

pub(super) fn fingerprint(folder: &Path) -> Result<Fingerprint, SiteError> {
    let mut found = Fingerprint::new();
    walk(folder, &mut |name, _, metadata| {
        found.push((name, metadata.modified().ok(), metadata.len()));
        Ok(())
    })?;
    found.sort();
    Ok(found)
}

pub(super) fn read_folder(folder: &Path) -> Result<(Fingerprint, RawFiles), SiteError> {
    // Before reading: a file changed meanwhile is then reloaded.
    let fingerprint = fingerprint(folder)?;
    let mut raw = RawFiles::new();
    walk(folder, &mut |name, path, _| {
        let bytes =
            std::fs::read(path).map_err(|source| SiteError::Unreadable { path: path.to_owned(), source })?;
        raw.insert(name, bytes.into());
        Ok(())
    })?;
    Ok((fingerprint, raw))
}

/// Calls `visit` with each file's name, path and metadata. Names that begin with a dot are left out (but for
/// `.well-known`), as is what links lead to outside the folder.
fn walk(
    folder: &Path,
    visit: &mut impl FnMut(String, &Path, &std::fs::Metadata) -> Result<(), SiteError>,
) -> Result<(), SiteError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| SiteError::Unreadable { path, source }
    };
    let root = folder.canonicalize().map_err(unreadable(folder))?;
    let mut waiting = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).map_err(unreadable(&folder))? {
            let entry = entry.map_err(unreadable(&folder))?;
            let path = entry.path();
            let Some(name) = entry.file_name().to_str().map(|name| format!("{prefix}/{name}")) else {
                continue;
            };
            let hidden =
                entry.file_name().as_encoded_bytes().starts_with(b".") && entry.file_name() != ".well-known";
            let inside = path.canonicalize().is_ok_and(|target| target.starts_with(&root));
            if hidden || !inside {
                continue;
            }
            let metadata = std::fs::metadata(&path).map_err(unreadable(&path))?;
            if metadata.is_dir() && !entry.file_type().is_ok_and(|it| it.is_symlink()) {
                waiting.push((path, name));
            } else if metadata.is_file() && metadata.len() <= LARGEST_FILE {
                visit(name, &path, &metadata)?;
            }
        }
    }
    Ok(())
}
