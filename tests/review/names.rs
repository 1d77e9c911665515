//! Checks of names.

use certview_orders::order::Field;
use serde_json::json;

use crate::csr::for_names;
use crate::{Row, Setting, row, sound};

/// A version 3 onion address: that of the Tor project's documents.
const ONION: &str = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion";

fn named(name: &str) -> Setting {
    sound().names(&[name])
}

pub(crate) fn rows() -> Vec<Row> {
    let private = |name: &str| named(name).trust("private");
    let product = |name: &str, product: &str| named(name).with("digicertProductNameId", json!(product));
    let dns_names = |names: &[&str]| sound().with("certificate.dnsNames", json!(names));
    let many = |count: usize| {
        let names: Vec<String> = (0..count).map(|number| format!("n{number}.example.com")).collect();
        sound().names(&names.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let in_csr = |name: &str| sound().csr(Some(for_names("api.example.com", &[name])));
    let common_name = |name: &str| sound().with("certificate.commonName", json!(name));
    let units = |units: &[&str]| sound().with("certificate.organizationUnits", json!(units));
    let long_label = "a".repeat(64);
    let long_name = [["long-label-of-a-very-long-name"; 8].join("."), ".example.com".to_owned()].concat();
    vec![
        row(
            "common-name-missing",
            [(sound().with("certificate.commonName", json!(null)), "CertView requires one")],
            [sound()],
        ),
        row(
            "common-name-too-long",
            [
                (common_name(&"a".repeat(65)), "65 characters"),
                (common_name(&[&"a".repeat(53), ".example.com"].concat()), "65 characters"),
                // The certificate has the A-label, which is longer.
                (
                    common_name(&["漢字仮名交じり文章例題漢字仮名", ".shop.example.com"].concat()),
                    "66 characters",
                ),
                (common_name(&"a".repeat(65)).product("code_signing"), "at most 64"),
            ],
            [
                sound(),
                common_name(&"a".repeat(64)),
                common_name(&[&"a".repeat(52), ".example.com"].concat()),
                common_name(&"Ü".repeat(64)),
                dns_names(&[&[&"a".repeat(53), ".example.com"].concat()]),
            ],
        ),
        row(
            "wildcard-position",
            [
                (named("w*.example.com"), "“w*.example.com”"),
                (named("www.*.example.com"), "“www.*.example.com”"),
                (named("*.*.example.com"), "“*.*.example.com”"),
                (private("*"), "“*”"),
                (named("w*.example.com").trust("unknown"), "does not tell"),
            ],
            [
                named("*.example.com"),
                sound(),
                named("w*.example.com").product("code_signing"),
                // DigiCert ignores the names in the CSR.
                in_csr("api*.example.com"),
            ],
        ),
        row(
            "top-level-domain",
            [
                (named("*.com"), "“*.com”"),
                (named("*.com."), "“*.com.”"),
                (named("*.bmw"), "Unless you are the operator"),
                (named("com"), "“com”"),
                (named("*.xn--p1ai"), "“*.xn--p1ai”"),
            ],
            [
                named("*.example.com"),
                named("example.com"),
                named("*.co.uk"),
                private("*.plant"),
                named("*.plant"),
            ],
        ),
        row(
            "wildcard-public-suffix",
            [
                (named("*.co.uk"), "“*.co.uk”. Anybody can register a domain below it"),
                (named("*.CO.UK."), "“*.CO.UK.”"),
                (named("*.xn--55qx5d.cn"), "Public Suffix List of 20"),
                (named("*.a.kawasaki.jp").trust("unknown"), "does not tell"),
            ],
            [
                named("*.example.co.uk"),
                named("co.uk"),
                named("*.city.kawasaki.jp"),
                named("*.com"),
                // Names under private suffixes are registered domains to the CA/Browser Forum.
                named("*.github.io"),
                private("*.co.uk"),
                Setting { has_suffixes: false, ..named("*.co.uk") },
            ],
        ),
        row(
            "wildcard-missing",
            [
                (product("example.com", "ssl_wildcard"), "“ssl_wildcard”"),
                (product("example.com", "wildcard_dv_geotrust"), "requires"),
                (product("example.com", "private_ssl_wildcard"), "requires"),
            ],
            [product("*.example.com", "ssl_wildcard"), product("example.com", "ssl_basic")],
        ),
        row(
            "wildcard-product",
            [
                (product("*.example.com", "ssl_plus"), "“*.example.com”. The product “ssl_plus”"),
                (product("*.example.com", "ssl_multi_domain"), "ssl_multi_domain"),
                (product("*.example.com", "ssl_dv_geotrust"), "bill them differently"),
            ],
            [
                product("*.example.com", "private_ssl_wildcard"),
                product("*.example.com", "ssl_securesite_flex"),
                product("*.example.com", "ssl_basic"),
                product("*.example.com", "ssl_securesite_pro"),
                product("*.example.com", "317"),
                product("example.com", "ssl_plus"),
            ],
        ),
        row(
            "wildcard-without-base",
            [
                (named("*.example.com"), "“*.example.com”"),
                (dns_names(&["*.xn--bcher-kva.example.com", "example.com"]), "xn--bcher"),
            ],
            [
                sound(),
                sound().names(&["*.example.com", "example.com"]),
                sound().names(&["*.bücher.example.com", "xn--bcher-kva.example.com"]),
                named("*.com"),
                private("*.example.com"),
                named("*.co.uk"),
                product("*.example.com", "ssl_wildcard"),
                product("*.example.com", "ssl_ev_basic"),
            ],
        ),
        row(
            "ev-wildcard",
            [(product("*.example.com", "ssl_ev_securesite_pro"), "“*.example.com”")],
            [
                product("example.com", "ssl_ev_securesite_pro"),
                product("*.example.com", "ssl_securesite_pro"),
                product(&["*.", ONION].concat(), "ssl_ev_securesite_pro"),
            ],
        ),
        row(
            "ev-address",
            [
                (product("8.8.8.8", "ssl_ev_basic"), "“8.8.8.8”"),
                (product("2606:4700::1111", "ssl_ev_basic"), "host names only"),
            ],
            [product("example.com", "ssl_ev_basic"), product("8.8.8.8", "ssl_basic")],
        ),
        row(
            "internal-name",
            [
                (named("intranet"), "“intranet”"),
                (named("SERVER.Corp"), "“SERVER.Corp”"),
                (named("*.plant.local"), "“*.plant.local”"),
                (named("*.plant"), "“*.plant”"),
                (named("router.home.arpa"), "“router.home.arpa”"),
                (named("mx.mail"), "“mx.mail”"),
                (named("shop.test.").trust("unknown"), "does not tell"),
            ],
            [
                sound(),
                private("intranet"),
                named("local.example.com"),
                named("corporate.com"),
                named("10.0.0.7"),
                named("*.com"),
                named("com"),
                named("7.0.0.10.in-addr.arpa"),
                named("notlocal.notlocal.com"),
                named("intranet").product("code_signing"),
                in_csr("db.internal"),
            ],
        ),
        row(
            "reverse-zone",
            [
                (named("7.0.0.10.in-addr.arpa"), "in-addr.arpa”"),
                (named("8.b.d.0.1.0.0.2.IP6.arpa."), "2026-03-15"),
            ],
            [sound(), named("in-addr.example.com"), private("7.0.0.10.in-addr.arpa"), named("home.arpa")],
        ),
        row(
            "tld-unknown",
            [
                (named("www.example.intr"), "“www.example.intr”"),
                (named("www.example.corpnet"), "It was not registered on 20"),
                (named("db.example.dom").trust("unknown"), "does not tell"),
            ],
            [
                sound(),
                named("www.example.co.uk"),
                named("пример.рф"),
                named("xn--e1afmkfd.xn--p1ai"),
                named("server.local"),
                named("8.8.8.8"),
                named("intranet"),
                private("www.example.intr"),
                named("999.1.1.1"),
                named(ONION),
            ],
        ),
        row(
            "onion-name",
            [
                (named("expyuzz4wqqyqhjn.onion"), "“expyuzz4wqqyqhjn.onion”"),
                (named("onion"), "version 3"),
                (named(&ONION[1..]), "56 characters"),
                (named(&ONION.replace("d.onion", "e.onion")), "version 3"),
                // A letter of the key changed, so that the checksum is wrong; and version 35.
                (named(&ONION.replace("2gzyxa", "2gzyxb")), "a checksum and the version"),
                (named(&ONION.replace("wid.onion", "wjd.onion")), "the version"),
                (named(&ONION.replace('2', "1")), "version 3"),
            ],
            [
                sound(),
                named(ONION),
                named(&["www.", &ONION.to_uppercase()].concat()),
                private("expyuzz4wqqyqhjn.onion"),
            ],
        ),
        row(
            "label-reserved",
            [(named("ab--cd.example.com"), "“ab--cd.example.com”"), (named("*.1a--b.example.com"), "1a--b")],
            [
                sound(),
                named("a--b.example.com"),
                named("abc--d.example.com"),
                named("xn--bcher-kva.example.com"),
                private("ab--cd.example.com"),
            ],
        ),
        row(
            "duplicate-names",
            [
                (
                    dns_names(&["a.example.com", "A.example.com.", "a.example.com"]),
                    "once: “A.example.com.”. The",
                ),
                (dns_names(&["bücher.example.com", "xn--bcher-kva.example.com"]), "xn--bcher"),
                (dns_names(&["a.example.com", "a.example.com"]).trust("private"), "a.example"),
            ],
            // The common name among the DNS names is usual.
            [sound(), dns_names(&["api.example.com", "www.example.com"])],
        ),
        row(
            "reserved-address",
            [
                (named("10.0.0.7"), "“10.0.0.7”"),
                (named("172.31.255.1"), "172"),
                (named("203.0.113.9"), "203"),
                (named("::1"), "“::1”"),
                (named("fe80::1"), "fe80"),
                (named("FD00::7"), "FD00"),
                (named("2001:db8::1"), "2001"),
                (named("::ffff:8.8.8.8"), "ffff"),
                (named("2620:4f:8000::1"), "2620"),
                (named("2001:1ff::"), "2001"),
                (named("3fff:fff::"), "3fff"),
            ],
            [
                sound(),
                private("10.0.0.7"),
                named("8.8.8.8"),
                named("172.32.0.1"),
                named("2606:4700::1111"),
                named("2620:4f:8001::1"),
                named("2001:200::"),
                named("3fff:1000::"),
                named("10.0.0.7.example.com"),
                named("1.2.3"),
                // Not addresses, though all their characters are found in addresses.
                named("bad.cafe:443"),
                named("cafe:8443"),
                named("a:b"),
                named("::::"),
                named("2bad.de:443"),
                named("10.0.0.1:8443"),
            ],
        ),
        row(
            "underscore",
            [
                (named("my_host.example.com"), "“my_host.example.com”"),
                (dns_names(&["_dmarc.example.com"]), "_dmarc"),
            ],
            [
                sound(),
                private("my_host.example.com"),
                named("my-host.example.com"),
                in_csr("_dmarc.example.com"),
            ],
        ),
        row(
            "not-a-host-name",
            [
                (named("https://www.example.com/"), "“https://www.example.com/”"),
                (named("www.example.com:443"), "443"),
                (named("bad.cafe:443"), "“bad.cafe:443”"),
                (named("cafe:8443"), "“cafe:8443”"),
                (named("::::"), "“::::”"),
                (named("<b>.example.com"), "“<b>"),
                (private("-a.example.com"), "“-a"),
                (named("a-.example.com"), "“a-."),
                (named("two words.example.com"), "two words"),
                (named("2bad.de:443"), "2bad"),
                (named("127.1"), "“127.1”"),
                (named("999.1.1.1"), "end in a number"),
                (named("123.456"), "“123.456”"),
                (named("1.2.3"), "“1.2.3”"),
                (named("a-.example.com").trust("unknown"), "does not tell"),
            ],
            [
                named("Example Organization").product("code_signing"),
                named("jane.roe@example.com").product("class1_smime"),
                named("10.0.0.7"),
                sound(),
                named("*.a-b.example.com"),
                named("bücher.example.com"),
                named("2606:4700::1111"),
            ],
        ),
        row(
            "label-empty",
            [
                (named("www..example.com"), "“www..example.com”"),
                (named(".example.com"), "“.example.com”"),
                (named("example.com."), "“example.com.”"),
            ],
            [sound(), named("localhost"), named("a..b").product("code_signing")],
        ),
        row(
            "label-too-long",
            [
                (named(&[&long_label, ".example.com"].concat()), "63"),
                (named(&["ü".repeat(60), ".example.com".to_owned()].concat()), "63"),
            ],
            [
                named(&[&long_label[1..], ".example.com"].concat()),
                named(&["ü".repeat(20), ".de".to_owned()].concat()),
            ],
        ),
        row(
            "name-too-long",
            [(named(&long_name), "longer than 253"), (named(&[&long_name[6..], ".a"].concat()), "253")],
            [named(&long_name[7..]), sound()],
        ),
        row("too-many-names", [(many(251), "251 names")], [many(250), sound()]),
        row(
            "international-name",
            [
                (named("xn--bcher-kva.example.com"), "“bücher.example.com” is “xn--bcher-kva.example.com”"),
                (named("Bücher.example.com"), "“bücher.example.com”"),
                (named("BÜCHER.example.com"), "“bücher.example.com” is “xn--bcher-kva.example.com”"),
                (named("例え.example.com"), "“xn--r8jz45g.example.com”"),
                (named("правда.example.com"), "“xn--80aafi6cg.example.com”"),
            ],
            [sound(), named("xn--99999999.example.com")],
        ),
        row(
            "punycode-damaged",
            [
                (named("xn--99999999.example.com"), "“xn--99999999.example.com”"),
                (named("xn--.example.com"), "“xn--.example.com”"),
                (named("xn--example-.com"), "“xn--example-.com”"),
            ],
            [sound(), named("XN--BCHER-kva.example.com"), private("xn--99999999.example.com")],
        ),
        row(
            "mixed-scripts",
            [
                (named("ex\u{430}mple.com"), "mple.com”"),
                (named("xn--exmple-4nf.com"), "“xn--exmple-4nf.com”"),
                (named("p\u{3b1}ypal.com"), "ypal.com”"),
            ],
            [sound(), named("bücher.example.com"), named("правда.com"), named("日本語abc.example.com")],
        ),
        row(
            "look-alike",
            [
                (named("\u{430}\u{440}\u{440}\u{4cf}\u{435}.com"), "looks like “apple”"),
                (named("ex\u{430}mple.com"), "looks like “example”"),
                (named("ex\u{430}mple.рф"), "looks like “example”"),
                (named("χορ.рф"), "looks like “xop”"),
                (named("xn--80ak6aa92e.com"), "looks like “apple”"),
            ],
            [
                sound(),
                named("правда.com"),
                named("bücher.com"),
                // Words of the same script as their top-level domain.
                named("хор.рф"),
                named("xn--80aa0aec.xn--p1ai"),
                named("раса.рф"),
                named("хор.com").product("code_signing"),
            ],
        ),
        row(
            "hidden-characters",
            [
                (named("pay\u{202e}moc.example.com"), "“payU+202Emoc.example.com”"),
                (named("shop\u{200b}.example.com"), "U+200B"),
                (units(&["Web\u{200b}Team"]), "“WebU+200BTeam”"),
                (sound().with("requesterUserName", json!("roe\u{ad}_jane")), "U+00AD"),
                (sound().with("approverUserNames", json!(["doe\u{2066}"])), "U+2066"),
                (sound().csr(Some(for_names("api\u{202e}", &["api.example.com"]))), "“apiU+202E”"),
                (named("xn--shop-y76a.example.com"), "U+"),
            ],
            [sound(), named("bücher.example.com"), named("שלום.example.com")],
        ),
    ]
}

#[test]
fn findings_about_names_point_to_the_field_the_name_is_in() {
    let fields = |check: &str, setting: Setting| setting.finding(check).unwrap().fields;
    assert_eq!(fields("underscore", named("a_b.com")), [Field::CommonName]);
    let in_dns_names = sound().with("certificate.dnsNames", json!(["a_b.com"]));
    assert_eq!(fields("underscore", in_dns_names), [Field::DnsNames]);
    let in_both = sound().names(&["a_b.com", "c_d.com"]);
    assert_eq!(fields("underscore", in_both), [Field::CommonName, Field::DnsNames]);
    let in_csr = sound().csr(Some(for_names("a", &["b\u{fc}cher.com", "xn--bcher-kva.com"])));
    assert_eq!(fields("names-only-in-csr", in_csr), [Field::EncodedCsr]);
}

/// Letters of each block of the three scripts.
#[test]
fn letters_of_every_block_of_latin_greek_and_cyrillic_are_told_apart() {
    let latin = ["a", "ß", "ö", "ɐ", "\u{1d00}", "ḁ", "ⱡ", "\u{a723}", "\u{ab30}", "ａ"];
    let greek = ["α", "ἀ"];
    let cyrillic = ["п", "\u{1c80}", "\u{2de0}", "\u{a641}"];
    let scripts: [&[&str]; 3] = [&latin, &greek, &cyrillic];
    for (own, letters) in scripts.iter().enumerate() {
        for letter in *letters {
            for (other, others) in scripts.iter().enumerate() {
                let label = format!("{}{letter}", others[0]);
                let is_mixed = named(&format!("{label}.example.com")).finding("mixed-scripts").is_some();
                assert_eq!(is_mixed, own != other, "{label} ({})", letter.escape_unicode());
            }
        }
    }
}

#[test]
fn hidden_characters_name_each_field_they_are_in_once() {
    let hidden = sound()
        .with("certificate.organizationUnits", json!(["\u{200b}a", "b\u{200b}"]))
        .with("approverUserNames", json!(["doe\u{2066}"]))
        .finding("hidden-characters")
        .unwrap();
    assert_eq!(hidden.fields, [Field::OrganizationUnits, Field::ApproverUserNames]);
}

#[test]
fn a_name_with_a_fault_is_not_called_internal_too() {
    for name in ["https://intranet", "in tranet", "a.b:80", "w*.local", "-a.local"] {
        assert!(named(name).finding("internal-name").is_none(), "{name}");
        assert!(named(name).finding("tld-unknown").is_none(), "{name}");
    }
}

#[test]
fn long_lists_and_long_names_are_cut_short() {
    let names: Vec<String> = (0..18).map(|number| format!("a_{number}.example.com")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let sentence = sound().names(&names).finding("underscore").unwrap().text;
    assert!(sentence.contains("“a_5.example.com” and 12 more. "), "{sentence}");
    // Six are listed, and none is left to count.
    let sentence = sound().names(&names[..6]).finding("underscore").unwrap().text;
    assert!(sentence.contains("“a_5.example.com”. ") && !sentence.contains("more"), "{sentence}");
    let sentence = named(&"_".repeat(10_000)).finding("underscore").unwrap().text;
    assert!(sentence.contains("…”") && sentence.len() < 400, "{sentence}");
}

/// The blocks of IANA's two registries of special-purpose addresses (RFC 6890), as far as they can be distinguished from those beside
/// them, and multicast: each is reserved from its first to its last address, and what is beside it is not.
#[test]
fn the_blocks_of_reserved_addresses_are_whole_and_end_where_they_should() {
    let is_reserved =
        |address: std::net::IpAddr| named(&address.to_string()).finding("reserved-address").is_some();
    for block in [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    ] {
        let (first, length) = block.split_once('/').unwrap();
        let first = first.parse::<std::net::Ipv4Addr>().unwrap().to_bits();
        let last = first + (u32::MAX >> length.parse::<u32>().unwrap());
        let reserved = |bits: u32| is_reserved(std::net::Ipv4Addr::from_bits(bits).into());
        assert!(reserved(first) && reserved(first + (last - first) / 2) && reserved(last), "{block}");
        assert!(first == 0 || !reserved(first - 1), "before {block}");
        assert!(last == u32::MAX || !reserved(last + 1), "after {block}");
    }
    for block in [
        "::/3",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "2620:4f:8000::/48",
        "3fff::/20",
        "4000::/2",
        "8000::/1",
    ] {
        let (first, length) = block.split_once('/').unwrap();
        let first = first.parse::<std::net::Ipv6Addr>().unwrap().to_bits();
        let last = first + (u128::MAX >> length.parse::<u32>().unwrap());
        let reserved = |bits: u128| is_reserved(std::net::Ipv6Addr::from_bits(bits).into());
        assert!(reserved(first) && reserved(first + (last - first) / 2) && reserved(last), "{block}");
        let touches = |bits: u128| matches!(bits >> 124, 0 | 1 | 4..);
        assert!(first == 0 || touches(first) || !reserved(first - 1), "before {block}");
        assert!(last == u128::MAX || touches(last + 1) || !reserved(last + 1), "after {block}");
    }
}
