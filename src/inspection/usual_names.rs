//! Algorithms and extensions by the names people use. Pure.

/// The usual name for a name of an ASN.1 module; any other text as it is.
pub(super) fn usual_name(name: &str) -> &str {
    match name {
        "rsaEncryption" => "RSA",
        "id-RSASSA-PSS" => "RSASSA-PSS",
        "id-Ed25519" => "Ed25519",
        "id-Ed448" => "Ed448",
        "md5WithRSAEncryption" => "RSA with MD5",
        "sha1WithRSAEncryption" | "sha1WithRSASignature" => "RSA with SHA-1",
        "sha224WithRSAEncryption" => "RSA with SHA-224",
        "sha256WithRSAEncryption" => "RSA with SHA-256",
        "sha384WithRSAEncryption" => "RSA with SHA-384",
        "sha512WithRSAEncryption" => "RSA with SHA-512",
        "ecdsa-with-SHA1" => "ECDSA with SHA-1",
        "ecdsa-with-SHA224" => "ECDSA with SHA-224",
        "ecdsa-with-SHA256" => "ECDSA with SHA-256",
        "ecdsa-with-SHA384" => "ECDSA with SHA-384",
        "ecdsa-with-SHA512" => "ECDSA with SHA-512",
        "nameConstraints" => "Name constraints",
        "issuerAltName" => "Issuer alternative name",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn algorithms_have_the_names_people_use() {
        assert_eq!(usual_name("id-Ed25519"), "Ed25519");
        assert_eq!(usual_name("sha256WithRSAEncryption"), "RSA with SHA-256");
        assert_eq!(usual_name("ecdsa-with-SHA384"), "ECDSA with SHA-384");
        assert_eq!(usual_name("1.2.3.4"), "1.2.3.4");
    }
}
