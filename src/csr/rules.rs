//! Every rule a request can break: the kind of deviation, and what belongs there instead.
//!
//! Pure. The texts stand in one string, a line each, and are looked up by number: a pointer and a length beside
//! each of them, and again wherever one is used, would cost more than the texts do.

use super::deviation::Deviation;

macro_rules! rules {
    ($($rule:ident $kind:ident $text:literal;)*) => {
        /// A rule. Its text is to be read after "expected".
        #[derive(Clone, Copy)]
        pub(super) enum Rule { $($rule),* }

        const TEXTS: &str = concat!($($text, "\n"),*);
        const KINDS: &[Deviation] = &[$(Deviation::$kind),*];
    };
}

#[rustfmt::skip]
rules! {
    // The text around the request: RFC 7468, RFC 4648.
    NotEmpty Empty "a certificate request, not an empty text";
    NotPlaceholder Placeholder "a certificate request, not the placeholder “string”";
    AtMostOneMebibyte TooLarge "at most 1 MiB";
    NotUtf16 TextEncoding "ASCII rather than UTF-16";
    NotTwiceBase64 TextEncoding "PEM rather than base64 of PEM";
    FiveHyphens TextEncoding "five hyphens on both sides of the label (RFC 7468)";
    EndLine TextEncoding "an END line with the label of the BEGIN line";
    NoHeaders TextEncoding "no headers before the base64";
    OneRequest TextEncoding "one request; the first is read";
    NoKeyBeside PrivateKey "no private key beside the request: it is to stay with its owner";
    NoBackslashes TextEncoding "line breaks and solidus without backslashes";
    NoInvisible TextEncoding "no invisible characters in the base64";
    StandardAlphabet Base64 "the standard alphabet of base64 (RFC 4648, 4)";
    Padded Base64 "base64 padded with = to groups of four";
    NothingAfterPadding Base64 "nothing after the padding of the base64";
    UnusedBase64Bits Base64 "zero for the unused bits of the base64";
    WholeOctets Base64 "whole octets at the end of the base64";
    PemBase64OrDer Base64 "PEM, base64 or DER";
    RequestLabel OtherContent "the label CERTIFICATE REQUEST (RFC 7468, 7)";
    NotPrivateKey PrivateKey "a certificate request, not a private key";
    NotKeyStore PrivateKey "a certificate request, not a key or key store";
    NotPublicKey OtherContent "a certificate request, not a public key";
    NotCertificate OtherContent "a certificate request, not a certificate";
    NotCms OtherContent "a certificate request, not a CMS message";

    // DER: X.690.
    FewNotes TooMany "at most 100 deviations (the others are not listed)";
    FewElements TooMany "at most 20000 elements";
    ShortTag UnexpectedTag "a tag in its shortest form";
    ShortLength Length "a definite length in its shortest form";
    EndsInside Truncated "an element that ends inside the one around it";
    KnownType UnexpectedTag "a type in its one DER form";
    NestedFlat TooDeep "values nested at most 32 deep";
    ShortInteger Integer "an INTEGER in its shortest form";
    TrueIsFf Boolean "FF for TRUE";
    OneOctet Boolean "a BOOLEAN of one octet";
    UnusedBits BitString "a BIT STRING whose unused bits are 0 to 7, and zero";
    NoUnusedBits BitString "a BIT STRING without unused bits";
    EmptyNull Null "a NULL without contents";
    WholeArcs ObjectIdentifier "whole arcs, each in its shortest form";
    ShortIdentifier TooLarge "an OBJECT IDENTIFIER of at most 128 octets";
    ZuluTime Time "a time of whole seconds that ends in Z";
    Ascending SetOrder "the elements of a SET in ascending order";
    DefaultLeftOut DefaultEncoded "a DEFAULT value to be left out";
    NotEmptyValue EmptyValue "a value that is not empty";
    OneValue TrailingBytes "one value";
    OneDerValue TrailingBytes "one value in DER";

    // Character strings: X.680.
    Utf8 Characters "UTF-8 in a UTF8String";
    Numeric Characters "digits and spaces in a NumericString";
    Printable Characters "letters, digits, space or '()+,-./:=? in a PrintableString";
    Ascii Characters "ASCII in an IA5String";
    Visible Characters "printing ASCII in a VisibleString";
    FourOctets Characters "four octets a character, all in Unicode";
    TwoOctets Characters "two octets a character, without surrogates";

    // The request: RFC 2986.
    Request UnexpectedTag "a certification request (SEQUENCE)";
    RequestEnd TrailingBytes "the end of the request";
    Info UnexpectedTag "a CertificationRequestInfo (SEQUENCE)";
    InfoEnd TrailingBytes "the end of the CertificationRequestInfo";
    VersionType UnexpectedTag "a version (INTEGER)";
    VersionZero Version "version 0 (v1)";
    AttributesPresent Missing "attributes ([0]), if only an empty set";
    Attribute UnexpectedTag "an Attribute (SEQUENCE)";
    AttributeType UnexpectedTag "an attribute type (OBJECT IDENTIFIER)";
    AttributeValues UnexpectedTag "attribute values (SET)";
    AttributeEnd TrailingBytes "one type and its values";
    AttributeOnce Duplicate "each attribute type once";
    SingleValued Value "one value for this attribute (RFC 2985, 5.4)";
    Algorithm UnexpectedTag "an AlgorithmIdentifier (SEQUENCE)";
    AlgorithmType UnexpectedTag "an algorithm (OBJECT IDENTIFIER)";
    AlgorithmEnd TrailingBytes "one algorithm and its parameters";
    NullParameters Parameters "NULL parameters";
    NoParameters Parameters "no parameters";

    // Names: RFC 5280, 4.1.2.4.
    Name UnexpectedTag "a Name (SEQUENCE)";
    Rdn UnexpectedTag "a RelativeDistinguishedName (SET)";
    TypeAndValue UnexpectedTag "an AttributeTypeAndValue (SEQUENCE)";
    AttributeValue Missing "an attribute value";
    TypeOnceInRdn Duplicate "an attribute type once in a RelativeDistinguishedName";
    PrintableType StringType "a PrintableString for this attribute";
    Ia5Type StringType "an IA5String for this attribute";
    DirectoryType StringType "a DirectoryString for this attribute";
    Bounded UpperBound "a value of the length its attribute has (RFC 5280, A.1)";

    // Public keys: RFC 3279, 4055, 5480, 8410, 9881.
    Spki UnexpectedTag "a SubjectPublicKeyInfo (SEQUENCE)";
    SubjectPublicKey UnexpectedTag "a subjectPublicKey (BIT STRING)";
    SpkiEnd TrailingBytes "one algorithm and one key";
    KeyLength PublicKey "a key as long as its algorithm makes it";
    RsaKey UnexpectedTag "an RSAPublicKey (SEQUENCE)";
    Modulus Integer "a positive modulus (INTEGER)";
    OddModulus PublicKey "an odd modulus";
    Exponent Integer "a positive public exponent (INTEGER)";
    RsaKeyEnd TrailingBytes "a modulus and a public exponent";
    ExponentBelow PublicKey "a public exponent below the modulus (RFC 8017, 3.1)";
    NamedCurve Parameters "a named curve (OBJECT IDENTIFIER)";
    NotDescribed Parameters "a named curve, not a described one (RFC 5480, 2.1.1)";
    DescribedCurve UnexpectedTag "version, field, curve, base and order";
    FieldPrime Integer "a prime (INTEGER)";
    Point PublicKey "02 or 03 and x, or 04, x and y, each as long as the field";
    NotHybrid PublicKey "an uncompressed or compressed point (RFC 5480, 2.2)";
    OnCurve PublicKey "a point on its curve (SEC 1, 3.2.2.1)";
    DsaParameters Parameters "p, q and g (SEQUENCE)";
    DsaNumber Integer "p, q and g (INTEGER), above zero";
    DsaKey Integer "a DSAPublicKey (INTEGER)";

    // Signatures: RFC 3279, 4055, 5758.
    SignatureType UnexpectedTag "a signature (BIT STRING)";
    OfTheKey Signature "a signature by the algorithm of the key";
    SignatureLength Signature "a signature as long as its key and algorithm make it";
    Pair UnexpectedTag "r and s (SEQUENCE)";
    PairNumber Signature "r and s (INTEGER), above zero and as long as the field";
    PssParameters Parameters "RSASSA-PSS parameters (SEQUENCE)";
    PssParametersEnd TrailingBytes "RSASSA-PSS parameters [0] to [3], in order";
    SaltLength Integer "a salt length (INTEGER)";
    Trailer Parameters "trailer field 1 (INTEGER)";

    // Extensions: RFC 5280, 4.2.
    Extensions UnexpectedTag "Extensions (SEQUENCE)";
    Extension UnexpectedTag "an Extension (SEQUENCE)";
    ExtensionType UnexpectedTag "an extnID (OBJECT IDENTIFIER)";
    ExtensionOctets UnexpectedTag "an extnValue (OCTET STRING)";
    ExtensionEnd TrailingBytes "one extnValue";
    ExtensionOnce Duplicate "each extension once (RFC 5280, 4.2)";
    KnownCritical UnknownCritical "no critical extension that is not known";
    KeyIdentifier UnexpectedTag "a KeyIdentifier (OCTET STRING)";
    KeyUsageType UnexpectedTag "a KeyUsage (BIT STRING)";
    ExtensionSequence UnexpectedTag "the extension's value (SEQUENCE)";
    NoTrailingZeros BitString "trailing zero bits to be left out";
    NineUsages Value "the nine key usages (RFC 5280, 4.2.1.3)";
    PathLength Integer "a path length of zero or more";
    PathLengthOfCa Value "a path length for a CA only (RFC 5280, 4.2.1.9)";
    BasicConstraintsEnd TrailingBytes "cA and a path length";
    KeyPurpose UnexpectedTag "a key purpose (OBJECT IDENTIFIER)";
    TlsFeature Integer "the number of a TLS extension (INTEGER)";
    TlsFeatureBound Value "the number of a TLS extension, of two octets";
    Policy UnexpectedTag "PolicyInformation (SEQUENCE)";
    PolicyType UnexpectedTag "a policy (OBJECT IDENTIFIER)";
    PolicyOnce Duplicate "each policy once (RFC 5280, 4.2.1.4)";
    Qualifiers UnexpectedTag "policy qualifiers (SEQUENCE)";
    PolicyEnd TrailingBytes "one policy and its qualifiers";
    Qualifier UnexpectedTag "PolicyQualifierInfo (SEQUENCE)";
    QualifierType UnexpectedTag "a qualifier type (OBJECT IDENTIFIER)";
    QualifierValue Missing "a qualifier";
    QualifierEnd TrailingBytes "one qualifier type and one qualifier";
    CpsPointer UnexpectedTag "a CPS pointer (IA5String)";
    UserNotice UnexpectedTag "a UserNotice (SEQUENCE)";
    UserNoticeEnd TrailingBytes "one reference and one text";
    NoticeNumbers UnexpectedTag "notice numbers (SEQUENCE)";
    NoticeNumber Integer "a notice number (INTEGER)";
    NoticeReferenceEnd TrailingBytes "one organization and its notice numbers";
    DisplayText UnexpectedTag "a DisplayText (RFC 5280, 4.2.1.4)";
    DisplayTextLength UpperBound "a DisplayText of 1 to 200 characters";

    // GeneralName: RFC 5280, 4.2.1.6.
    GeneralName UnexpectedTag "a GeneralName ([0] to [8])";
    OtherNameType UnexpectedTag "the type of an otherName (OBJECT IDENTIFIER)";
    OtherNameValue UnexpectedTag "the value of an otherName ([0])";
    OtherNameEnd TrailingBytes "one type and one value";
    MailAddress GeneralName "an e-mail address (RFC 5321, 4.1.2)";
    HostName GeneralName "a host name (RFC 1034, 3.5)";
    AbsoluteUri GeneralName "an absolute URI (RFC 3986, 4.3)";
    IpAddress GeneralName "an IP address of 4 or 16 octets";
}

impl Rule {
    pub(super) fn kind(self) -> Deviation {
        KINDS.get(self as usize).copied().unwrap_or(Deviation::Value)
    }

    pub(super) fn text(self) -> &'static str {
        let mut rest = TEXTS;
        for _ in 0..self as usize {
            rest = split_line(rest).1;
        }
        split_line(rest).0
    }
}

/// The first line, and what comes after it.
pub(super) fn split_line(text: &'static str) -> (&'static str, &'static str) {
    text.split_once('\n').unwrap_or((text, ""))
}
