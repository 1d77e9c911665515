//! How the tests of malformed requests say what they expect.

use certview_orders::csr::decode_der;

/// The request is refused for this, at this byte.
#[track_caller]
pub(crate) fn refused(der: &[u8], code: &str, offset: usize) {
    match decode_der(der) {
        Ok(csr) => panic!("not refused; notes: {:?}", csr.notes),
        Err(error) => assert_eq!((error.kind.code(), error.offset), (code, Some(offset)), "{error}"),
    }
}

/// The request is decoded with exactly these notes.
#[track_caller]
pub(crate) fn noted(der: &[u8], notes: &[(&str, usize)]) {
    let csr = decode_der(der).unwrap_or_else(|error| panic!("refused: {error}"));
    let ours: Vec<_> = csr.notes.iter().map(|note| (note.kind.code(), note.offset.unwrap())).collect();
    assert_eq!(ours, notes, "{:?}", csr.notes);
}
