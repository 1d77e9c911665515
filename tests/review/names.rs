//! Rules about names.

use certview_orders::order::Field;
use serde_json::json;

use crate::requests::for_names;
use crate::{Row, Setting, row, sound};

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
            "common-name-not-in-names",
            [
                (dns_names(&["www.example.com"]), "“api.example.com” is not among"),
                (dns_names(&["www.example.com"]).trust("unknown"), "does not tell"),
            ],
            [
                sound(),
                dns_names(&[]),
                dns_names(&["API.example.com"]),
                dns_names(&["www.example.com"]).trust("private"),
            ],
        ),
        row(
            "wildcard-position",
            [
                (named("w*.example.com"), "“w*.example.com”"),
                (named("www.*.example.com"), "“www.*.example.com”"),
                (named("*.*.example.com"), "“*.*.example.com”"),
                (private("*"), "“*”"),
                (in_csr("api*.example.com"), "“api*.example.com”"),
            ],
            [named("*.example.com"), sound()],
        ),
        row(
            "wildcard-too-wide",
            [(named("*.com"), "“*.com”"), (named("*.com."), "“*.com.”")],
            [named("*.example.com"), named("example.com"), private("*.plant")],
        ),
        row(
            "wildcard-missing",
            [(product("example.com", "ssl_wildcard"), "“ssl_wildcard”")],
            [product("*.example.com", "ssl_wildcard"), product("example.com", "ssl_basic")],
        ),
        row(
            "wildcard-product",
            [(product("*.example.com", "ssl_basic"), "“*.example.com”. The product “ssl_basic”")],
            [
                product("*.example.com", "private_ssl_wildcard"),
                product("*.example.com", "ssl_securesite_flex"),
                product("*.example.com", "317"),
                product("example.com", "ssl_basic"),
            ],
        ),
        row(
            "internal-name",
            [
                (named("intranet"), "“intranet”"),
                (named("SERVER.Corp"), "“SERVER.Corp”"),
                (named("*.plant.local"), "“*.plant.local”"),
                (named("router.home.arpa"), "“router.home.arpa”"),
                (named("7.0.0.10.in-addr.arpa"), "in-addr.arpa"),
                (named("shop.test.").trust("unknown"), "does not tell"),
                (in_csr("db.internal"), "“db.internal”"),
            ],
            [
                sound(),
                private("intranet"),
                named("local.example.com"),
                named("corporate.com"),
                named("10.0.0.7"),
                named("*.com"),
            ],
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
            ],
        ),
        row(
            "underscore",
            [
                (named("my_host.example.com"), "“my_host.example.com”"),
                (in_csr("_dmarc.example.com"), "_dmarc"),
            ],
            [sound(), private("my_host.example.com"), named("my-host.example.com")],
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
            ],
            [sound(), named("*.a-b.example.com"), named("bücher.example.com"), named("2606:4700::1111")],
        ),
        row(
            "label-empty",
            [
                (named("www..example.com"), "“www..example.com”"),
                (named(".example.com"), "“.example.com”"),
                (named("example.com."), "“example.com.”"),
            ],
            [sound(), named("localhost")],
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
            "organizational-unit",
            [
                (units(&["Web", "\u{202e}Shop"]), "“Web”, “U+202EShop”"),
                (sound().fixture("review/everything-rsa2048-sha1.pem"), "“Web”, “Shop”"),
                (units(&["Web"]).fixture("review/everything-rsa2048-sha1.pem"), "asked for: “Web”, “Shop”."),
                (units(&["Web"]).trust("unknown"), "does not tell"),
            ],
            [sound(), units(&["Web"]).trust("private"), units(&[])],
        ),
        row(
            "international-name",
            [
                (named("xn--bcher-kva.example.com"), "“bücher.example.com” is “xn--bcher-kva.example.com”"),
                (named("Bücher.example.com"), "“bücher.example.com”"),
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
                (named("xn--80ak6aa92e.com"), "looks like “apple”"),
            ],
            [sound(), named("правда.com"), named("bücher.com")],
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
fn findings_about_names_point_to_the_field_the_name_stands_in() {
    let fields = |setting: Setting| setting.finding("underscore").unwrap().fields;
    assert_eq!(fields(named("a_b.com")), [Field::CommonName]);
    assert_eq!(fields(sound().with("certificate.dnsNames", json!(["a_b.com"]))), [Field::DnsNames]);
    assert_eq!(fields(sound().csr(Some(for_names("a", &["a_b.com"])))), [Field::EncodedCsr]);
    let both =
        sound().with("certificate.dnsNames", json!(["a_b.com"])).csr(Some(for_names("a", &["c_d.com"])));
    assert_eq!(fields(both), [Field::DnsNames, Field::EncodedCsr]);
}

#[test]
fn long_lists_and_long_names_are_cut_short() {
    let names: Vec<String> = (0..18).map(|number| format!("a_{number}.example.com")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let sentence = sound().names(&names).finding("underscore").unwrap().text;
    assert!(sentence.contains("“a_5.example.com” and 12 more. "), "{sentence}");
    let sentence = named(&"_".repeat(10_000)).finding("underscore").unwrap().text;
    assert!(sentence.contains("…”") && sentence.len() < 400, "{sentence}");
}
