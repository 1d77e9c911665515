//! Names the folder of the built page for the feature `embed`: what `CERTVIEW_ORDERS_EMBED` says, else `dist/` of
//! the repository.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

const VARIABLE: &str = "CERTVIEW_ORDERS_EMBED";

fn main() -> ExitCode {
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    if env::var_os("CARGO_FEATURE_EMBED").is_none() {
        return ExitCode::SUCCESS;
    }
    let repository = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("..");
    let dist = env::var_os(VARIABLE).map_or_else(|| repository.join("dist"), |dist| repository.join(dist));
    println!("cargo::rerun-if-changed={}", dist.display());
    if !dist.join("index.html").is_file() {
        println!(
            "cargo::error=no page in {} to embed; build it first (`trunk build --release`), or name its folder \
             with {VARIABLE}",
            dist.display()
        );
        return ExitCode::FAILURE;
    }
    println!("cargo::rustc-env={VARIABLE}={}", dist.display());
    ExitCode::SUCCESS
}
