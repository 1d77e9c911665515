//! Runs a property over kept inputs: what fuzzing has found once is found again without a nightly compiler.

use std::fs;
use std::path::Path;

/// Runs it over every file of a folder of this repository; `root` is the way to it from the crate under test.
pub(crate) fn replay(root: &str, folder: &str, property: fn(&[u8])) {
    let folder = Path::new(root).join(folder);
    let mut inputs = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        std::panic::catch_unwind(|| property(&bytes)).unwrap_or_else(|_| panic!("{}", path.display()));
        inputs += 1;
    }
    assert!(inputs > 10, "{inputs} inputs in {}", folder.display());
}
