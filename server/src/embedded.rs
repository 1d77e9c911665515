//! The page that was compiled into this program with the feature `embed`; `build.rs` says where it comes from.

use std::collections::HashMap;

use bytes::Bytes;

#[cfg(feature = "embed")]
#[derive(rust_embed::Embed)]
#[folder = "$CERTVIEW_ORDERS_EMBED"]
struct Dist;

/// The files by their path with a slash before it; none without the feature.
#[cfg(feature = "embed")]
pub(crate) fn files() -> HashMap<String, Bytes> {
    use std::borrow::Cow;
    let bytes = |path: &str| match Dist::get(path)?.data {
        Cow::Borrowed(bytes) => Some(Bytes::from_static(bytes)),
        Cow::Owned(bytes) => Some(Bytes::from(bytes)),
    };
    Dist::iter().filter_map(|path| Some((format!("/{path}"), bytes(&path)?))).collect()
}

/// The files by their path with a slash before it; none without the feature.
#[cfg(not(feature = "embed"))]
pub(crate) fn files() -> HashMap<String, Bytes> {
    HashMap::new()
}
