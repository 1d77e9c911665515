//! What can be saved of a request as a file. Pure.

use zeroize::Zeroizing;

use crate::inspection::DecodedCsr;
use crate::order::Order;

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
pub(super) fn order_file(
    order: &Order,
    csr: Option<&DecodedCsr>,
    file: OrderFile,
) -> Option<(String, Zeroizing<Vec<u8>>)> {
    let (name, bytes) = match file {
        OrderFile::CsrPem => ("request.pem".to_owned(), csr?.pem.clone().into_bytes()),
        OrderFile::CsrDer => ("request.der".to_owned(), csr?.der()?),
        OrderFile::Json => (format!("order-{}.json", order.uuid), order.raw.pretty().into_bytes()),
        OrderFile::PrivateKey => (
            "private-key.pem".to_owned(),
            order.certificate.private_key.as_ref()?.reveal().as_bytes().to_vec(),
        ),
    };
    Some((name, Zeroizing::new(bytes)))
}
