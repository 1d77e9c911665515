//! See, check and follow DigiCert certificate requests kept in Qualys CertView.
//!
//! The modules, lowest first. Data flows one way: response bytes → [`order::Order`] → [`csr::Csr`] → [`review`] → page.
//!
//! | module | what it contains | may use |
//! |---|---|---|
//! | [`order`] | the request as CertView reports it | nothing above |
//! | [`csr`] | a PKCS#10 request, decoded | nothing above |
//! | [`review`] | checks, which yield what an approver should notice | order, csr |
//! | [`inspection`] | CSR, comparison and review of a request, as the page shows them | order, csr, review |
//! | [`client`] | the calls, without their transport | order |
//! | `browser` | fetch, WebCrypto and clock of the browser | order, csr, client |
//! | `js` | what JavaScript imports | all above |
//! | `worker` | answers inspections in a Web Worker | all above but `js` |
//! | `page` | the Yew page | all but `js` and `worker` |

pub mod client;
pub mod csr;
pub mod inspection;
pub mod order;
pub mod review;

#[cfg(feature = "browser")]
pub mod browser;
#[cfg(any(feature = "js-client", feature = "js-csr"))]
pub mod js;
#[cfg(feature = "page")]
pub mod page;
#[cfg(feature = "worker")]
pub mod worker;
