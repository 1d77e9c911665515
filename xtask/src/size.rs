//! The recorded sizes (`tests/sizes.json`): what a build may weigh, and how that is lowered. A change that
//! makes the page or the package heavier has to say so by changing the record.

use std::path::Path;

use serde_json::{Map, Value};

use crate::child::answer_or_failure;
use crate::failure::{Outcome, failure};
use crate::files;
use crate::project::Project;
use crate::steps::print_line;

/// What is measured; each has its place in the record.
#[derive(Clone, Copy)]
pub(crate) enum Measured {
    /// The first load of the page.
    Page,
    /// The package's WebAssembly and JavaScript.
    Package,
}

impl Measured {
    fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::Page => ("page", "firstLoadBrotliBytes"),
            Self::Package => ("package", "brotliBytes"),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Page => "the first load of the page",
            Self::Package => "the package",
        }
    }
}

/// What a build weighs.
#[derive(Clone, Copy)]
pub(crate) struct Weight {
    /// In bytes, as brotli.
    pub(crate) bytes: u64,
    /// Whether it was built with the settings that the record was made with.
    pub(crate) is_comparable: bool,
}

/// How a build stands against the record.
#[derive(Debug, PartialEq, Eq)]
enum Standing {
    NotRecorded,
    Heavier { by: u64 },
    AsRecorded,
    Lighter { by: u64 },
}

fn standing(recorded: Option<u64>, measured: u64) -> Standing {
    match recorded {
        None => Standing::NotRecorded,
        Some(recorded) if measured > recorded => Standing::Heavier { by: measured - recorded },
        // Below one percent is the weather: another host, another compressor release.
        Some(recorded) if (recorded - measured).saturating_mul(100) > recorded => {
            Standing::Lighter { by: recorded - measured }
        }
        Some(_) => Standing::AsRecorded,
    }
}

/// Prints how the build stands against the record; never a reason to stop.
pub(crate) fn tell(project: &Project, what: Measured, weight: Weight) -> Outcome<()> {
    let name = what.name();
    if !weight.is_comparable {
        print_line(&format!("{name} is not held against its recorded size, which is that of a small build"));
        return Ok(());
    }
    let recorded = recorded(project, what)?;
    print_line(&match standing(recorded, weight.bytes) {
        Standing::NotRecorded => {
            format!("{name} has no recorded size; `cargo xtask size --record` records it")
        }
        Standing::Heavier { by } => format!("{name} is {by} bytes heavier than recorded in tests/sizes.json"),
        Standing::AsRecorded => format!("{name} is within its recorded size"),
        Standing::Lighter { by } => {
            format!("{name} is {by} bytes lighter than recorded; `cargo xtask size --record` keeps it so")
        }
    });
    Ok(())
}

/// The same as a test: heavier than recorded is a failure.
pub(crate) fn hold(project: &Project, what: Measured, weight: Weight) -> Outcome<()> {
    let (name, bytes) = (what.name(), weight.bytes);
    match standing(recorded(project, what)?, bytes) {
        Standing::Heavier { by } if weight.is_comparable => Err(failure(format!(
            "{name} has grown by {by} bytes to {bytes}, above the size recorded in tests/sizes.json; make it \
             lighter, or record the new size with `cargo xtask size --record` and give the reason in the commit"
        ))),
        Standing::NotRecorded => Err(failure(format!(
            "tests/sizes.json records no size of {name}; record it with `cargo xtask size --record`"
        ))),
        _ => tell(project, what, weight),
    }
}

/// Writes the measured size into the record.
pub(crate) fn record(project: &Project, what: Measured, weight: Weight) -> Outcome<()> {
    let bytes = weight.bytes;
    if !weight.is_comparable {
        return Err(failure("only small builds are recorded; see what was said above of its settings"));
    }
    let (group, name) = what.place();
    let mut all = read(project)?;
    let entry = all.entry(group).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(entry) = entry {
        entry.insert(name.to_owned(), Value::from(bytes));
    }
    let text = serde_json::to_string_pretty(&all)
        .map_err(|error| failure(format!("the sizes cannot be written as JSON ({error})")))?;
    files::write(&project.path("tests/sizes.json"), &format!("{text}\n"))?;
    print_line(&format!("recorded in tests/sizes.json: {} may weigh {bytes} bytes", what.name()));
    Ok(())
}

fn recorded(project: &Project, what: Measured) -> Outcome<Option<u64>> {
    let (group, name) = what.place();
    Ok(read(project)?.get(group).and_then(|group| group.get(name)).and_then(Value::as_u64))
}

fn read(project: &Project) -> Outcome<Map<String, Value>> {
    let path = project.path("tests/sizes.json");
    if !path.exists() {
        return Ok(Map::new());
    }
    serde_json::from_str(&files::read_text(&path)?)
        .map_err(|error| failure(format!("tests/sizes.json is not the JSON it should be ({error})")))
}

/// Each file's size as brotli; with `write`, `.br` and `.gz` are left beside it where they are smaller.
pub(crate) fn compress(project: &Project, files: &[impl AsRef<Path>], write: bool) -> Outcome<Vec<u64>> {
    let mut command = project.node();
    command.arg("xtask/src/compress.mjs").arg(if write { "write" } else { "measure" });
    command.args(files.iter().map(AsRef::as_ref));
    let answer = answer_or_failure(&mut command)?;
    let sizes: Vec<u64> = answer.lines().filter_map(|line| line.parse().ok()).collect();
    if sizes.len() == files.len() {
        return Ok(sizes);
    }
    Err(failure(format!("xtask/src/compress.mjs measured {} of {} files", sizes.len(), files.len())))
}

#[cfg(test)]
mod tests {
    use super::{Standing, standing};

    #[test]
    fn one_byte_more_is_too_much() {
        assert_eq!(standing(Some(1000), 1001), Standing::Heavier { by: 1 });
        assert_eq!(standing(Some(1000), 1000), Standing::AsRecorded);
    }

    #[test]
    fn lowering_is_offered_above_one_percent() {
        assert_eq!(standing(Some(1000), 990), Standing::AsRecorded);
        assert_eq!(standing(Some(1000), 989), Standing::Lighter { by: 11 });
    }

    #[test]
    fn without_a_record_nothing_is_compared() {
        assert_eq!(standing(None, 5), Standing::NotRecorded);
    }
}
