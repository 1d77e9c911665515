//! AlgorithmIdentifier (RFC 5280, 4.1.1.2), hash functions, and the parameters of RSASSA-PSS (RFC 4055, 3.1). Pure.

use serde::{Serialize, Serializer};

use super::any;
use super::der::{DEFAULT_LEFT_OUT, Element, ONE_VALUE, Reader, tag};
use super::error::{CsrError, Deviation};
use super::oid::{Known, Oid};

/// A hash function, as signature algorithms name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hash {
    /// MD2 (RFC 1319).
    Md2,
    /// MD4 (RFC 1320).
    Md4,
    /// MD5 (RFC 1321).
    Md5,
    /// SHA-1 (FIPS 180-4), as the next six.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// SHA-512/224.
    Sha512_224,
    /// SHA-512/256.
    Sha512_256,
    /// SHA3-224 (FIPS 202), as the next three.
    Sha3_224,
    /// SHA3-256.
    Sha3_256,
    /// SHA3-384.
    Sha3_384,
    /// SHA3-512.
    Sha3_512,
    /// SM3 (GB/T 32905).
    Sm3,
    /// RIPEMD-160 (ISO/IEC 10118-3).
    Ripemd160,
}

impl Hash {
    /// The name its standard gives it, such as `SHA-256`: also how CertView and WebCrypto write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Md2 => "MD2",
            Self::Md4 => "MD4",
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha224 => "SHA-224",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
            Self::Sha512_224 => "SHA-512/224",
            Self::Sha512_256 => "SHA-512/256",
            Self::Sha3_224 => "SHA3-224",
            Self::Sha3_256 => "SHA3-256",
            Self::Sha3_384 => "SHA3-384",
            Self::Sha3_512 => "SHA3-512",
            Self::Sm3 => "SM3",
            Self::Ripemd160 => "RIPEMD-160",
        }
    }

    /// Whether WebCrypto has it.
    pub(super) fn is_in_webcrypto(self) -> bool {
        matches!(self, Self::Sha1 | Self::Sha256 | Self::Sha384 | Self::Sha512)
    }

    /// The hash functions an algorithm identifier can name (RFC 4055, 2.1; RFC 5754, 2; RFC 8017, B.1).
    fn of_identifier(known: Known) -> Option<Self> {
        Some(match known {
            Known::Md5 => Self::Md5,
            Known::Sha1 => Self::Sha1,
            Known::Sha224 => Self::Sha224,
            Known::Sha256 => Self::Sha256,
            Known::Sha384 => Self::Sha384,
            Known::Sha512 => Self::Sha512,
            Known::Sha512224 => Self::Sha512_224,
            Known::Sha512256 => Self::Sha512_256,
            Known::Sha3224 => Self::Sha3_224,
            Known::Sha3256 => Self::Sha3_256,
            Known::Sha3384 => Self::Sha3_384,
            Known::Sha3512 => Self::Sha3_512,
            _ => return None,
        })
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// An AlgorithmIdentifier whose parameters are not decoded yet.
pub(super) struct AlgorithmIdentifier<'a> {
    pub(super) oid: Oid,
    pub(super) parameters: Option<Element<'a>>,
    /// A reader of the parameters; its offset is where they are, or would be.
    after_oid: Reader<'a>,
}

impl<'a> AlgorithmIdentifier<'a> {
    pub(super) fn decode(reader: &mut Reader<'a>) -> Result<Self, CsrError> {
        let mut parts = reader.enter(tag::SEQUENCE, "an AlgorithmIdentifier (SEQUENCE)")?;
        let oid = parts.object_identifier("an algorithm (OBJECT IDENTIFIER)")?;
        let after_oid = parts.clone();
        let parameters = if parts.is_empty() { None } else { Some(parts.next(ONE_VALUE)?) };
        parts.finish("one algorithm and its parameters")?;
        Ok(Self { oid, parameters, after_oid })
    }

    /// Notes missing parameters.
    pub(super) fn note_missing(&self, expected: &'static str) {
        self.after_oid.note(Deviation::Parameters, expected);
    }

    /// An error of the parameters, or of their absence.
    pub(super) fn parameters_error(&self, expected: &'static str) -> CsrError {
        self.after_oid.error(Deviation::Parameters, expected)
    }

    /// For algorithms whose parameters are NULL (RFC 3279, 2.2.1, 2.3.1). Absent ones are noted: tools in use
    /// leave them out, and RFC 4055, 5 requires that they are accepted.
    pub(super) fn null_parameters(&self) -> Result<(), CsrError> {
        const NULL: &str = "NULL parameters";
        match &self.parameters {
            Some(element) if element.tag == tag::NULL => element.null(),
            Some(_) => Err(self.parameters_error(NULL)),
            None => {
                self.note_missing(NULL);
                Ok(())
            }
        }
    }

    /// For algorithms without parameters (RFC 5758, 3; RFC 8410, 3). NULL is noted: tools in use write it.
    pub(super) fn no_parameters(&self) -> Result<(), CsrError> {
        const NONE: &str = "no parameters";
        match &self.parameters {
            None => Ok(()),
            Some(element) if element.tag == tag::NULL => {
                element.null()?;
                element.note(Deviation::Parameters, NONE);
                Ok(())
            }
            Some(_) => Err(self.parameters_error(NONE)),
        }
    }

    /// For algorithms that this decoder does not know: any well-formed value.
    pub(super) fn any_parameters(&self) {
        if let Some(element) = &self.parameters {
            any::check(element);
        }
    }

    /// A reader of a SEQUENCE of parameters.
    pub(super) fn sequence(&self, expected: &'static str) -> Result<Option<Reader<'a>>, CsrError> {
        match &self.parameters {
            Some(element) if element.tag != tag::SEQUENCE => Err(self.parameters_error(expected)),
            parameters => Ok(parameters.map(|element| element.reader())),
        }
    }

    /// RSASSA-PSS-params, which a signature has and a key may have.
    pub(super) fn pss_parameters(&self) -> Result<Option<PssParameters>, CsrError> {
        self.sequence(PSS_PARAMETERS)?.map(PssParameters::decode).transpose()
    }
}

pub(super) const PSS_PARAMETERS: &str = "RSASSA-PSS parameters (SEQUENCE)";

/// RSASSA-PSS-params (RFC 4055, 3.1; RFC 8017, A.2.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PssParameters {
    /// The hash function, if it is one this decoder names.
    pub hash: Option<Hash>,
    /// The hash function of the mask generation function MGF1, if it is one this decoder names.
    pub mask_hash: Option<Hash>,
    /// The length of the salt in octets.
    pub salt_length: u32,
}

impl PssParameters {
    fn decode(mut reader: Reader<'_>) -> Result<Self, CsrError> {
        const SALT_LENGTH: &str = "a salt length (INTEGER)";
        const TRAILER: &str = "trailer field 1 (INTEGER)";
        const DEFAULT: PssParameters =
            PssParameters { hash: Some(Hash::Sha1), mask_hash: Some(Hash::Sha1), salt_length: 20 };
        let mut decoded = DEFAULT;
        for number in 0..4 {
            let Some(explicit) = reader.take_if(tag::context_constructed(number))? else { continue };
            let mut inner = explicit.reader();
            let is_default = match number {
                0 => {
                    decoded.hash = hash_identifier(&mut inner)?;
                    decoded.hash == DEFAULT.hash
                }
                1 => {
                    decoded.mask_hash = mask_hash(&mut inner)?;
                    decoded.mask_hash == DEFAULT.mask_hash
                }
                2 => {
                    decoded.salt_length = inner.take(tag::INTEGER, SALT_LENGTH)?.small(SALT_LENGTH)?;
                    decoded.salt_length == DEFAULT.salt_length
                }
                _ => {
                    let trailer = inner.take(tag::INTEGER, TRAILER)?;
                    if trailer.small(TRAILER)? != 1 {
                        return Err(trailer.contents_error(Deviation::Parameters, TRAILER));
                    }
                    true
                }
            };
            inner.finish(ONE_VALUE)?;
            if is_default {
                explicit.note(Deviation::DefaultEncoded, DEFAULT_LEFT_OUT);
            }
        }
        reader.finish("RSASSA-PSS parameters [0] to [3], in order")?;
        Ok(decoded)
    }
}

/// A hash function's AlgorithmIdentifier; its parameters are NULL or absent (RFC 4055, 2.1).
fn hash_identifier(reader: &mut Reader<'_>) -> Result<Option<Hash>, CsrError> {
    let identifier = AlgorithmIdentifier::decode(reader)?;
    let hash = Hash::of_identifier(identifier.oid.known);
    if hash.is_none() {
        identifier.any_parameters();
    } else if identifier.parameters.is_some() {
        identifier.null_parameters()?;
    }
    Ok(hash)
}

/// MGF1, whose parameters are a hash function's AlgorithmIdentifier (RFC 4055, 2.2).
fn mask_hash(reader: &mut Reader<'_>) -> Result<Option<Hash>, CsrError> {
    let mut identifier = AlgorithmIdentifier::decode(reader)?;
    if identifier.oid.known == Known::Mgf1 {
        return hash_identifier(&mut identifier.after_oid);
    }
    identifier.any_parameters();
    Ok(None)
}
