//! `docs/trust.md`: what is promised, and the test that holds it. Made from the table below, so that it cannot go
//! stale: a test that is renamed or gone fails this one. To write it anew: `UPDATE_DOCS=1 cargo test -p
//! certview-orders-server --test trust`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at a failure")]

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Section, promise, file, test.
#[rustfmt::skip]
const PROMISES: &[(&str, &str, &str, &str)] = &[
    ("What reaches the gateway", "Exactly the two published reads and the sign-in; every other path and method stops here", "server/tests/forward.rs", "no_other_call_ever_reaches_the_gateway"),
    ("What reaches the gateway", "The caller's token and nothing else of theirs: no cookie, origin, referrer, address or query", "server/tests/forward.rs", "the_token_goes_up_and_nothing_else_of_the_callers_does"),
    ("What reaches the gateway", "No redirect is followed", "server/tests/forward.rs", "a_redirect_is_refused_and_named_by_host_only"),
    ("What reaches the gateway", "The gateway is https, or on this machine", "server/tests/forward.rs", "only_a_plain_https_address_or_loopback_is_an_upstream"),
    ("What reaches the gateway", "A certificate of one's own is trusted only where `--upstream-ca` names it", "server/tests/gateway_access.rs", "a_gateway_with_a_certificate_of_ones_own_is_trusted_only_where_it_is_given"),
    ("What reaches the gateway", "`HTTPS_PROXY` is used, and sees the gateway's name only", "server/tests/gateway_access.rs", "the_proxy_of_the_environment_is_asked_for_the_gateway_and_sees_nothing_of_the_call"),
    ("What reaches the gateway", "Readiness is requested without a token, at most once in ten seconds", "server/tests/forward.rs", "readiness_asks_the_gateway_at_most_once_in_ten_seconds_and_ends_with_the_server"),
    ("What reaches the gateway", "No request is smuggled in another's body: CL.TE, TE.CL, odd lengths, codings and chunks", "server/tests/raw.rs", "a_body_ends_in_one_place_only"),
    ("What reaches the gateway", "Heads are read strictly: no folded lines, no white space in names, no bare CR", "server/tests/raw.rs", "a_head_is_read_strictly"),
    ("What reaches the gateway", "A target in absolute or authority form, or with encoded steps, leads nowhere else", "server/tests/raw.rs", "a_target_in_any_form_is_of_this_server_or_refused"),
    ("What comes down", "No cookie and no header of the gateway's but types and rate limits", "server/tests/forward.rs", "the_answer_comes_down_without_cookies_and_with_our_own_headers"),
    ("What comes down", "Listed content types and statuses only; nothing a browser would run", "server/tests/forward.rs", "only_listed_types_and_statuses_come_down"),
    ("What comes down", "Answers are bounded one by one", "server/tests/forward.rs", "an_answer_too_large_is_refused_with_and_without_a_content_length"),
    ("What comes down", "Answers are bounded together", "server/tests/forward.rs", "unread_answers_are_bounded_together"),
    ("What comes down", "Calls under way are bounded; beyond that 503 at once", "server/tests/forward.rs", "beyond_the_calls_allowed_at_a_time_the_answer_is_503_at_once"),
    ("What comes down", "A gateway that does not answer is given up in time", "server/tests/forward.rs", "a_gateway_that_does_not_answer_in_time_is_a_504"),
    ("Decisions", "Off unless allowed: all three are 404", "server/tests/decisions.rs", "without_the_option_there_is_no_such_call"),
    ("Decisions", "Only a checked decision, as JSON, from this origin is sent", "server/tests/decisions.rs", "anything_but_a_checked_decision_stops_here"),
    ("Decisions", "The body is written anew from checked values, and sent once", "server/tests/decisions.rs", "the_gateway_gets_the_decision_written_anew_and_nothing_else"),
    ("Decisions", "A caller who leaves does not interrupt a decision", "server/tests/decisions.rs", "the_late_answer_comes_after_the_decision_was_taken"),
    ("Decisions", "Each leaves an audit line, without comment and token", "server/tests/command.rs", "a_decision_leaves_an_audit_line_without_its_comment_and_the_token"),
    ("Decisions", "None is sent before its audit line is written; where the log is not read, 503", "server/tests/command.rs", "a_decision_that_cannot_be_recorded_is_not_sent"),
    ("Decisions", "Of two at once the sandbox takes one", "server/tests/decisions.rs", "of_two_at_once_one_is_taken"),
    ("Who is answered", "Own host names only (DNS rebinding)", "server/tests/guards.rs", "only_own_names_are_answered"),
    ("Who is answered", "No sign-in from another origin's page", "server/tests/guards.rs", "a_sign_in_from_another_origin_is_refused"),
    ("Who is answered", "Ten sign-ins a minute from one address", "server/tests/guards.rs", "the_eleventh_sign_in_of_an_address_has_to_wait"),
    ("Who is answered", "Other origins read nothing unless allowed", "server/tests/headers.rs", "any_other_origin_gets_nothing"),
    ("Availability", "Half a request and an idle connection are closed in their time", "server/tests/connections.rs", "half_a_head_and_an_idle_connection_are_closed_in_their_time"),
    ("Availability", "A head that trickles in gets no more time", "server/tests/connections.rs", "a_head_that_trickles_in_gets_no_more_time"),
    ("Availability", "A client that does not read is given up", "server/tests/connections.rs", "a_client_that_does_not_read_is_given_up"),
    ("Availability", "A client that reads too slowly is given up, a steady one gets everything", "server/tests/raw.rs", "a_steady_reader_gets_everything_and_one_too_slow_is_given_up"),
    ("Availability", "A body that trickles in gets no more time", "server/tests/raw.rs", "a_body_that_trickles_in_gets_no_more_time"),
    ("Availability", "Idle connections lock no client out", "server/tests/connections.rs", "idle_connections_lock_no_client_out"),
    ("Availability", "A request head is at most 16 kB", "server/tests/connections.rs", "a_head_of_more_than_sixteen_kilobytes_is_refused"),
    ("Availability", "Every part of a head is bounded, and bodies at 16 kB", "server/tests/raw.rs", "what_is_too_large_is_refused_and_its_rest_is_no_request"),
    ("Availability", "A log reader that stalls stops neither the server nor its end", "server/tests/command.rs", "a_log_reader_that_stalls_stops_neither_the_server_nor_its_end"),
    ("Availability", "Open calls get time to finish, and no more than that", "server/tests/command.rs", "it_ends_within_seconds_though_a_call_hangs"),
    ("The files of the page", "Every answer carries the strict headers", "server/tests/headers.rs", "every_kind_of_answer_carries_the_strict_headers"),
    ("The files of the page", "Nothing above the folder is ever sent", "server/tests/site.rs", "nothing_above_the_folder_is_ever_sent"),
    ("The files of the page", "No encoding of a path leads out of it", "server/tests/raw.rs", "no_encoding_of_a_path_leads_out_of_the_page"),
    ("The files of the page", "No dotfile, no link out of the folder", "server/tests/site.rs", "files_that_are_not_part_of_the_page_are_not_sent"),
    ("The files of the page", "A packed file of an earlier build is not sent", "server/tests/site.rs", "a_packed_file_of_an_earlier_build_is_not_sent"),
    ("The files of the page", "A configuration that cannot be read is reported", "server/tests/site.rs", "a_configuration_that_cannot_be_read_is_reported"),
    ("The log", "No token, query or body", "server/tests/command.rs", "it_ends_at_once_when_idle_and_logs_calls_without_what_is_private"),
    ("The log", "Lines are short whatever the caller sends", "server/tests/command.rs", "a_line_is_short_whatever_the_caller_sends"),
    ("The log", "Figures name no order", "server/tests/command.rs", "figures_are_on_a_listener_of_their_own_and_name_no_order"),
    ("TLS", "HTTP/2, HSTS, and a new certificate without a restart", "server/tests/tls.rs", "https_insists_on_itself_speaks_http_2_and_takes_a_new_certificate"),
    ("Operation", "Memory and descriptors stay flat, and a gateway that is down costs only its calls", "server/tests/long_run.rs", "memory_and_descriptors_stay_flat_and_a_gateway_that_is_down_costs_only_its_calls"),
    ("Operation", "Of three instances one may end and one be killed in mid-load", "server/tests/balanced.rs", "of_three_instances_one_may_end_and_one_be_killed_in_mid_load"),
    ("Operation", "The examples of deploy/ are valid, and systemd rates the unit at 2.0 or better", "server/tests/deploy.rs", "the_systemd_unit_exposes_little"),
    ("Operation", "nginx and Caddy send the page with the same headers", "tests/page/hosting.test.mjs", "pages, files and what is not there are answered as by this server"),
    ("Operation", "Once the end has begun no connection is kept, and none delays it", "server/tests/connections.rs", "once_the_end_has_begun_no_connection_is_kept_and_none_delays_it"),
    ("Token, password and key in the page", "A private key is gone from memory with the view of its request, the next request, the session", "tests/page/secrets.test.mjs", "a private key is removed with the view of its request"),
    ("Token, password and key in the page", "… also after it was saved as a file", "tests/page/secrets.test.mjs", "a private key that was saved as a file is removed as well"),
    ("Token, password and key in the page", "A private key is shown masked only, and in no export but its own file", "tests/page/order.test.mjs", "a private key appears in the page only as a masked row"),
    ("Token, password and key in the page", "The saved response is without the private key", "tests/page/export.test.mjs", "the response is saved as JSON without the private key, the key only by its own button"),
    ("Token, password and key in the page", "A private key is found in whatever member it comes", "tests/order.rs", "a_private_key_is_removed_from_every_place"),
    ("Token, password and key in the page", "A token is gone from memory with the session", "tests/page/secrets.test.mjs", "a token is removed with the session"),
    ("Token, password and key in the page", "A password is gone from memory once it was accepted", "tests/page/secrets.test.mjs", "a password is removed once it was accepted"),
    ("Token, password and key in the page", "No token is stored unless the user ticks the box", "tests/page/session.test.mjs", "by default the page keeps no token over a reload"),
    ("Token, password and key in the page", "A stored token ends with signing out", "tests/page/session.test.mjs", "a stored session is resumed after a reload, and signing out ends it"),
    ("Token, password and key in the page", "Signing out removes all data of the request", "tests/page/session.test.mjs", "signing out removes all data of the request"),
    ("A token and other origins", "Choosing another gateway ends the session; it gets no token of the first", "tests/page/gateway.test.mjs", "another gateway ends the session, gets no token of the first, and can be signed in to"),
    ("A token and other origins", "A stored token of another gateway is not used", "tests/browser/page.rs", "a_kept_token_of_another_gateway_is_removed"),
    ("A token and other origins", "No redirect takes a token elsewhere: package in Node", "tests/package/faults.test.mjs", "the package in Node"),
    ("A token and other origins", "… in Chromium", "tests/package/faults.test.mjs", "the package in Chromium"),
    ("A token and other origins", "… through the server", "tests/package/faults.test.mjs", "the server that forwards"),
    ("A token and other origins", "… in the page", "tests/page/faults.test.mjs", "each fault has its code, its words and its end"),
    ("A token and other origins", "A gateway's address is https, or on this machine", "tests/client.rs", "a_base_url_is_https_or_loopback_and_nothing_else"),
    ("A token and other origins", "No error contains the token, whatever the gateway repeats", "tests/client.rs", "the_token_is_in_no_error_whatever_the_gateway_repeats"),
    ("A token and other origins", "Hooks of the package see no secret", "tests/package/suite.mjs", "hooks observe each request and answer, and never a secret"),
    ("Text of others", "Hostile strings in every field are text: nothing is run or requested, the layout holds", "tests/page/hostile.test.mjs", "hostile strings in every field of an order are text"),
    ("Text of others", "… in the table", "tests/page/hostile.test.mjs", "hostile strings in a table are text"),
    ("Text of others", "… in refusals and tokens", "tests/page/hostile.test.mjs", "hostile strings of a refusal and of a token are text"),
    ("Text of others", "A megabyte in a field fits", "tests/page/hostile.test.mjs", "a megabyte in a field is shown, and fits"),
    ("Text of others", "Invisible characters are named", "tests/order.rs", "hidden_characters_are_separated_from_the_text"),
    ("Text of others", "Any text is shown character by character (fuzzed)", "tests/corpus.rs", "any_text_is_shown_character_by_character"),
    ("Text of others", "A table as CSV has no formulas", "tests/page/table.test.mjs", "the table as CSV: for spreadsheets, and without formulas"),
    ("Decisions in page and package", "Sent once, confirmed by the status", "tests/package/suite.mjs", "a decision is sent once, and its outcome is what the request shows"),
    ("Decisions in page and package", "After a lost answer: read back, not sent again", "tests/page/decide.test.mjs", "a connection that breaks after the decision was carried out: read back, not sent again"),
    ("Decisions in page and package", "What is reported is what the gateway proves", "tests/client/decide.rs", "an_unchanged_request_is_proof_only_where_the_gateway_has_stopped"),
    ("Decisions in page and package", "A request that changed meanwhile is not decided unseen", "tests/page/decide.test.mjs", "a request that was changed meanwhile: what changed is shown, the acceptance is cleared, and the decision starts over"),
    ("Faults", "Each of some 300 faults has its code, attempts and end, and the next call works: package", "tests/package/faults.test.mjs", "the package in Node"),
    ("Faults", "… what the person sees", "tests/page/faults.test.mjs", "each fault has its code, its words and its end"),
    ("Faults", "A gateway that is gone and is back", "tests/page/faults.test.mjs", "a gateway that is gone, and is back"),
    ("Faults", "Invalid arguments leave the package usable", "tests/package/suite.mjs", "invalid arguments to every export leave the module usable"),
    ("Faults", "A fetch that breaks its contract leaves no promise pending", "tests/browser/main.rs", "a_fetch_that_violates_its_contract_is_an_error_and_never_a_pending_promise"),
    ("Faults", "Any response is decoded and reviewed, or refused (fuzzed)", "tests/corpus.rs", "any_response_is_decoded_and_reviewed_or_refused"),
    ("Faults", "Any certification request is decoded to what it says, or refused (fuzzed)", "tests/corpus.rs", "any_request_is_decoded_to_what_it_says_or_refused"),
    ("Faults", "Any request at the server is answered with the headers of every answer (fuzzed)", "server/tests/corpus.rs", "any_request_is_answered_with_the_headers_of_every_answer"),
    ("Faults", "Any presets lead to a valid gateway or to the own origin (fuzzed)", "tests/corpus.rs", "any_presets_lead_to_a_gateway_or_to_the_own_origin"),
    ("Faults", "Any file of options gives known options, or is refused (fuzzed)", "server/tests/corpus.rs", "any_file_of_options_gives_known_options_or_is_refused"),
    ("Supply chain", "Every direct dependency is documented in its locked version", "xtask/tests/dependencies.rs", "every_direct_dependency_is_documented_in_its_locked_version"),
    ("Supply chain", "Every crate that runs in the page or the package is reviewed in writing", "xtask/tests/dependencies.rs", "every_crate_that_runs_in_the_page_or_the_package_is_reviewed"),
    ("Supply chain", "The actions of the workflows are pinned by commit", "xtask/tests/dependencies.rs", "the_actions_of_the_workflows_are_pinned_by_commit"),
    ("Supply chain", "The package has the licences of what is compiled into it", "tests/package/packed.test.mjs", "the licence expression names the licences whose texts are in the tarball"),
    ("Supply chain", "A release's bills of materials name what each part consists of", "tests/dist/dist.test.mjs", "the bills of materials name what each part consists of, and no folder"),
    ("Supply chain", "A release's licences cover every crate of them", "tests/dist/dist.test.mjs", "the licences cover every crate of the bills of materials"),
    ("Supply chain", "A release's checksums are those of its files", "tests/dist/dist.test.mjs", "the checksums are those of all other files"),
    ("Years", "A tab left open keeps its memory", "tests/page/longrun.test.mjs", "refreshes leave the memory as after the first"),
    ("Years", "Calls of the package keep the memory of the process", "tests/package/memory.test.mjs", "5,000 calls leave the memory of the process as it was"),
];

const JUDGED_OTHERWISE: &str = "
## Where this differs from the audit of the server

- **hyper's own 400 and 431** carry none of the security headers: hyper writes them before a request exists, and has no place to
  add any; rewriting the bytes of a stream that hyper writes would be a second HTTP implementation. They have no body and no
  content type (`a_head_is_read_strictly` asserts exactly three headers: connection, content-length and date), and the
  connection is closed, so there is nothing for a policy to protect. A target of 64 kB is 431 too, since the head's limit is
  reached first.
- **Both lengths** (Content-Length and Transfer-Encoding): the coding prevails and the connection is closed after the answer, as
  RFC 9112 (6.3) allows; hyper removes the length before this server could refuse the request. Codings other than `chunked`
  are refused with 400.
- **A bare LF** ends a line, as RFC 9112 (2.2) allows and nginx does too; what it begins is a line like the others.
- **A client that half-closes its connection** gets no answer, as before: hyper knows a client that has left only by that
  end of the stream, and leaving is what ends the call to the gateway at once.
- **A GET on a kept connection that the gateway drops** becomes 502 and is not repeated here: the page and the package repeat
  reads themselves, with a deadline over all attempts. A decision must not be repeated by anyone.
- **`Origin` is not compared where `Sec-Fetch-Site` says same-origin**: the browser sets it, no script can, and the development
  proxy of Trunk changes `Host`. Origins given with `--allow-origin` may decide too, where decisions are allowed.
- **Sign-ins are not limited in the sandbox**, whose password is printed, unless `--sign-in-limit` says so.
- **A content type that is not listed** is replaced by `application/octet-stream` instead of refusing the answer: the client
  reads JSON whatever it is called, and no browser runs it.
- **Ranges** are not answered in parts: the files are small, and RFC 9110 lets a server ignore them.
- **Cross-Origin-Embedder-Policy, X-Permitted-Cross-Domain-Policies and X-DNS-Prefetch-Control** are not sent: the page loads
  nothing of other origins (its policy forbids it) and shares no memory, no plug-in reads cross-domain policies any more, and the
  page links to no host whose name could be prefetched.
- **Readiness does not look at the page's folder**: its files are in memory, and a folder that disappears changes nothing.
- **Sockets passed by systemd** (`LISTEN_FDS`) are not taken: the server starts in milliseconds, and a unix socket works.
- **FIPS**: ring has no validated module. Where one is required, end TLS in a proxy that has it.
- **The time a call took at the gateway** is in the histogram of `/metrics`, not in each line of the log.
- **A decision whose outcome cannot be logged** stands: its first line says that it was sent.
- **`HTTPS_PROXY` that is no address** is ignored by the HTTP client, as before; `/readyz` shows whether the gateway is reached.
";

/// Area, changes in all, those of the sample that compile, those noticed by the tests before some were added, and now.
const SAMPLES: &[(&str, u32, u32, u32, u32)] = &[
    ("order", 283, 45, 37, 45),
    ("client", 294, 46, 44, 46),
    ("csr", 968, 29, 25, 29),
    ("review", 735, 26, 25, 26),
    ("page", 340, 23, 21, 23),
];

/// File, function, change, and why no test notices it.
#[rustfmt::skip]
const NOT_NOTICED: &[(&str, &str, &str, &str)] = &[
    ("src/order/json.rs", "expecting", "which then writes nothing", "these words are only in serde_json's own messages, which are replaced since they quote values"),
    ("src/csr/pem.rs", "base64_to_der", "`padding < 3` as `padding <= 3`", "three signs fit a group only after one symbol, which is refused before"),
    ("src/page/decision/state.rs", "apply_read_back", "`waited_ms > READ_BACK_TOTAL_MS` as `>=`", "no sum of the waits is a minute exactly"),
];

const MUTANTS: &str = "
## Whether the tests notice

`cargo xtask mutants AREA` changes the pure modules and the states of the page in small ways, one at a time, and names the changes
that no native test of the area notices (`.cargo/mutants/`). All of them would take many hours, so evenly spread samples are run:
shard 0/5 of `order`, 0/6 of `client`, 0/32 of `csr`, 0/24 of `review`, 0/14 of `page`, with
`cargo xtask mutants client --shard 0/6 --sharding round-robin --baseline skip --timeout 150`. Changes that do not compile are not
counted; one with which a test does not end is noticed by the time limit.

| area | changes in all | sample | noticed before tests were added | noticed now |
|---|---|---|---|---|
";

const SECOND_SAMPLE: &str = "
A further sample of 54, with those tests (3/28 of `order` and `client`, 16/96 and 48/96 of `csr`, 12/96 and 36/96 of `review`, 7/56 of
`page`): 51 noticed, two have tests since, and the third is below. Known not to be noticed, since nothing can be seen of them from
outside:

";

const CANNOT: &str = "
## What a test cannot hold

- **Copies within the browser**: strings that the engine has copied, swapped memory and extensions are out of reach. The tests
  search the program's memory and the page's heap.
- **Which fault a browser has seen**: it reports refused, reset, broken and forbidden (CORS) alike, and the page says so.
- **A stalled gateway behind the server** ends after 60 s; the page and the package give up after 30 s by themselves.
- **The image of the workflow** (`node:22-bookworm` in `.github/workflows/ci.yml`) is named by its tag, not by its digest: no
  registry of images could be reached where it was written. It runs the tests only; the files of a release are not built in it.
- **Who made a release**: `SHA256SUMS` is not signed. The package on npm has provenance (docs/releases.md).
";

fn document() -> String {
    let mut text = String::from(
        "# What is promised, and the test that holds it\n\nMade by `server/tests/trust.rs`, which fails where a test \
         named here is missing.\n",
    );
    let mut section = "";
    for (of, promise, file, test) in PROMISES {
        if *of != section {
            section = of;
            write!(text, "\n## {section}\n\n| promise | test |\n|---|---|\n").unwrap();
        }
        writeln!(text, "| {promise} | [{test}](../{file}) |").unwrap();
    }
    text.push_str(JUDGED_OTHERWISE);
    text.push_str(MUTANTS);
    for (area, all, sample, before, now) in SAMPLES {
        writeln!(text, "| `{area}` | {all} | {sample} | {before} | {now} |").unwrap();
    }
    text.push_str(SECOND_SAMPLE);
    for (file, function, change, reason) in NOT_NOTICED {
        writeln!(text, "- [`{function}`](../{file}), {change}: {reason}").unwrap();
    }
    text + CANNOT
}

/// A test of that title, or one whose title has it between values; and none that is skipped.
fn has_javascript_test(source: &str, title: &str) -> bool {
    source.lines().any(|line| {
        let begins =
            ["test(\"", "test(`", "async \""].iter().any(|start| line.trim_start().starts_with(start));
        begins && line.contains(title)
    })
}

#[test]
fn every_promise_names_a_test_that_is_there_and_the_document_is_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for (_, promise, file, test) in PROMISES {
        let source = fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        if file.ends_with(".mjs") {
            assert!(has_javascript_test(&source, test), "{promise}: no test “{test}” in {file}");
            continue;
        }
        let (before, _) = source
            .split_once(&format!("fn {test}("))
            .unwrap_or_else(|| panic!("{promise}: no {test} in {file}"));
        let attributes = before.rsplit("\n\n").next().unwrap();
        assert!(attributes.contains("test"), "{test} in {file} is no test");
        assert!(!attributes.contains("ignore"), "{test} in {file} is not run");
    }
    for (file, function, ..) in NOT_NOTICED {
        let source = fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(source.contains(&format!("fn {function}")), "no {function} in {file}");
    }
    let path = root.join("docs/trust.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, document()).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == document(), "docs/trust.md is out of date; write it anew with UPDATE_DOCS=1");
}
