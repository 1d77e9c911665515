//! See, check and follow DigiCert certificate requests kept in Qualys CertView.
//!
//! The rooms, lowest first. Data flows one way: response bytes → [`order::Order`] → [`csr`] → [`review`] → view.
//!
//! | room | what it holds | may use |
//! |---|---|---|
//! | [`order`] | the request as CertView reports it | nothing above |
//! | [`csr`] | a PKCS#10 request, decoded | nothing above |
//! | [`review`] | what an approver should notice | order, csr |
//! | [`client`] | the call itself, without its transport | order |
//! | `browser` | what the browser lends: fetch, timers, clock | order, client |
//! | `js` | what JavaScript imports | all above |
//! | `page` | the Yew page | all but `js` |

pub mod client;
pub mod csr;
pub mod order;
pub mod review;

#[cfg(feature = "browser")]
pub mod browser;
#[cfg(any(feature = "js-client", feature = "js-csr"))]
pub mod js;
#[cfg(feature = "page")]
pub mod page;
