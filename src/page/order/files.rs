//! What can be saved of a request as a file. Pure.

use zeroize::Zeroizing;

use super::state::LoadedOrder;

/// A file of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OrderFile {
    /// The CSR as PEM.
    CsrPem,
    /// The CSR as DER.
    CsrDer,
    /// The response without private keys.
    Json,
    /// The private key that was delivered: the one way in which it leaves the program.
    PrivateKey,
}

/// The name and the bytes of a file; none where the request has nothing to fill it with.
pub(super) fn order_file(loaded: &LoadedOrder, file: OrderFile) -> Option<(String, Zeroizing<Vec<u8>>)> {
    let order = &loaded.order;
    let (name, bytes) = match file {
        OrderFile::CsrPem => {
            ("request.pem".to_owned(), loaded.inspection.decoded_csr()?.pem.clone().into_bytes())
        }
        OrderFile::CsrDer => ("request.der".to_owned(), loaded.inspection.decoded_csr()?.der()?),
        OrderFile::Json => (format!("order-{}.json", order.uuid), order.raw.pretty().into_bytes()),
        OrderFile::PrivateKey => (
            "private-key.pem".to_owned(),
            order.certificate.private_key.as_ref()?.reveal().as_bytes().to_vec(),
        ),
    };
    Some((name, Zeroizing::new(bytes)))
}
