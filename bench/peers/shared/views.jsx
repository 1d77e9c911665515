// The view of a request as function components. React and Preact draw the same ones; the imports "react" and
// "peer-time" are each peer's own. The markup is that of our page, so that one script reads all of them and the browser lays
// out the same.

import { useEffect, useMemo, useState } from "react";
import { absolute, relative } from "peer-time";
import { isShownOnce } from "./csr.js";
import { ICONS } from "./icons.js";
import { allNames, badges, copiedText, fieldSections, progress, rawText, requestedValidity } from "./order.js";
import { CHECKS } from "./review.js";

/** @typedef {import("./order.js").Order} Order */
/** @typedef {import("./order.js").FieldRow} FieldRow */
/** @typedef {import("./order.js").FieldSection} Section */
/** @typedef {import("./order.js").FieldValue} FieldValue */
/** @typedef {import("./csr.js").Csr} Csr */
/** @typedef {import("./csr.js").CsrDigests} CsrDigests */
/** @typedef {import("./csr.js").Comparison} Comparison */
/** @typedef {import("./review.js").Finding} Finding */

/** How many names are shown at first. */
const SHOWN = 25;
const MORE = 500;

/** @param {{ name: string }} props */
export function Icon({ name }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={ICONS[name]} />
    </svg>
  );
}

/** @param {{ about: string, tone: string, icon: string, text: string }} props */
export function Badge({ about, tone, icon, text }) {
  return (
    <span className="badge" data-tone={tone}>
      <Icon name={icon} />
      <span className="visually-hidden">{about}: </span>
      <bdi>{text}</bdi>
    </span>
  );
}

/** @param {{ text: string, label: string }} props */
export function CopyButton({ text, label }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) {
      return;
    }
    const timeout = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timeout);
  }, [copied]);
  return (
    <button
      type="button"
      className="icon copy"
      aria-label={`Copy ${label}`}
      title={copied ? "Copied" : `Copy ${label}`}
      onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      <Icon name={copied ? "check" : "copy"} />
    </button>
  );
}

/** @param {{ at: Date }} props */
export function Time({ at }) {
  const utc = at.toISOString();
  return (
    <time dateTime={utc} title={utc}>
      {absolute(at)}
    </time>
  );
}

/** @param {{ at: Date }} props */
export function RelativeTime({ at }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const interval = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(interval);
  }, []);
  const utc = at.toISOString();
  return (
    <time className="relative" dateTime={utc} title={utc}>
      {relative(at, now)}
    </time>
  );
}

/** @param {{ id: string, title: string, className?: string, aside?: any, children: any }} props */
export function Card({ id, title, className = "", aside, children }) {
  return (
    <section id={id} className={`card ${className}`} aria-labelledby={`${id}-title`} tabIndex={-1}>
      <div className="section-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** @param {{ names: string[] }} props */
export function NameList({ names }) {
  const [query, setQuery] = useState("");
  const [limit, setLimit] = useState(SHOWN);
  const matches = useMemo(() => {
    const wanted = query.trim().toLowerCase();
    return wanted ? names.filter((name) => name.toLowerCase().includes(wanted)) : names;
  }, [names, query]);
  const shown = matches.slice(0, limit);
  return (
    <>
      {names.length > SHOWN && (
        <>
          <input
            type="search"
            aria-label="Find a name"
            placeholder="Find a name"
            value={query}
            onInput={(event) => {
              setQuery(event.currentTarget.value);
              setLimit(SHOWN);
            }}
          />
          <p className="hint" role="status">
            {shown.length} of {matches.length} names shown
          </p>
        </>
      )}
      <ul className="texts names">
        {shown.map((name, index) => (
          <li key={index}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
      {matches.length > limit && (
        <button type="button" onClick={() => setLimit(limit + MORE)}>
          Show more names
        </button>
      )}
    </>
  );
}

/** @param {{ texts: string[] }} props */
function TextList({ texts }) {
  return (
    <ul className="texts">
      {texts.slice(0, SHOWN).map((text, index) => (
        <li key={index}>
          <bdi>{text}</bdi>
        </li>
      ))}
    </ul>
  );
}

/** @param {{ order: Order }} props */
export function Heading({ order }) {
  const [name, ...more] = allNames(order);
  return (
    <h1 tabIndex={-1}>
      {name ? <bdi>{name}</bdi> : "Request without a common name"}
      {more.length > 0 && (
        <span className="more-names">
          {" "}
          +{more.length} {more.length === 1 ? "name" : "names"}
        </span>
      )}
    </h1>
  );
}

/** @param {{ order: Order, findings: Finding[] }} props */
export function Summary({ order, findings }) {
  const errors = findings.filter((finding) => finding.severity === "error").length;
  const verdict = findings.length
    ? `${errors} errors · ${findings.length - errors} warnings · ${CHECKS.length} checks run`
    : `No problems found · ${CHECKS.length} checks run`;
  const [status, ...others] = badges(order);
  return (
    <div className="order-summary">
      <ul className="badges" aria-label="Badges">
        <li>
          <Badge {...status} />
        </li>
        <li>
          <a className="badge" data-tone={errors ? "bad" : findings.length ? "warning" : "good"} href="#review">
            <Icon name={findings.length ? "warning" : "seal"} />
            <span className="visually-hidden">Review: </span>
            <bdi>{verdict}</bdi>
          </a>
        </li>
        {others.map((badge) => (
          <li key={badge.about}>
            <Badge {...badge} />
          </li>
        ))}
      </ul>
      <p className="next">
        <strong>Next: </strong>
        <bdi>{progress(order).next}</bdi>
      </p>
    </div>
  );
}

/** @type {Record<string, string>} */
const STAGE_ICONS = { done: "check", current: "clock", complete: "seal", stopped: "cross", pending: "circle" };

/** @param {{ order: Order }} props */
export function ProgressSection({ order }) {
  const { stages, summary } = progress(order);
  return (
    <Card id="progress" title="Progress" className="progress">
      <ol className="stages">
        {stages.map((stage) => (
          <li
            key={stage.label}
            data-state={stage.state}
            aria-current={["current", "complete", "stopped"].includes(stage.state) ? "step" : undefined}
          >
            <Icon name={STAGE_ICONS[stage.state]} />
            <strong>
              <bdi>{stage.label}</bdi>
            </strong>
            <span className="stage-note">
              {stage.system} · {stage.state}
              {stage.reached && (
                <>
                  {" · "}
                  <RelativeTime at={stage.reached} />
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
      <p className="summary">
        <bdi>{summary}</bdi>
      </p>
    </Card>
  );
}

/** @param {{ findings: Finding[] }} props */
export function ReviewSection({ findings }) {
  return (
    <Card id="review" title="Review" className="review">
      {findings.length === 0 && <p>No problems found</p>}
      {["error", "warning"].map((severity) => (
        <ul key={severity} className="findings" data-severity={severity}>
          {findings
            .filter((finding) => finding.severity === severity)
            .map((finding) => (
              <li key={finding.title}>
                <details className="finding" open={severity === "error"}>
                  <summary>
                    <Icon name={severity === "error" ? "cross" : "warning"} />
                    <span className="finding-title">
                      <bdi>{finding.title}</bdi>
                    </span>
                  </summary>
                  <p>
                    <bdi>{finding.text}</bdi>
                  </p>
                </details>
              </li>
            ))}
        </ul>
      ))}
    </Card>
  );
}

/** @param {{ order: Order, csr: Csr | null }} props */
export function KeyFacts({ order, csr }) {
  return (
    <dl className="key-facts">
      <KeyFact label="Requester">{order.requester || "not reported"}</KeyFact>
      <KeyFact label="Approvers">{order.approvers.join(", ") || "none reported"}</KeyFact>
      <KeyFact label="Created">{order.created ? <RelativeTime at={order.created} /> : "not reported"}</KeyFact>
      <KeyFact label="Validity">{requestedValidity(order)}</KeyFact>
      <KeyFact label="Names">{allNames(order).length}</KeyFact>
      <KeyFact label="Key">{csr ? csr.publicKey.replace(/, exponent 65537$/, "") : "not known"}</KeyFact>
      <KeyFact label="UUID">
        <code>
          <bdi>{order.uuid}</bdi>
        </code>
        <CopyButton text={order.uuid} label="UUID" />
      </KeyFact>
    </dl>
  );
}

/** @param {{ label: string, children: any }} props */
function KeyFact({ label, children }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** @param {{ section: Section }} props */
export function Facts({ section }) {
  const reported = section.rows.filter((row) => row.value);
  const absent = section.rows.filter((row) => !row.value);
  return (
    <Card id={section.id} title={section.title} className="facts">
      <dl>
        {reported.map((row) => (
          <Fact key={row.path} row={row} />
        ))}
      </dl>
      {absent.length > 0 && <p className="absent">Not reported: {absent.map((row) => row.label).join(", ")}</p>}
    </Card>
  );
}

/** @param {{ order: Order }} props */
export function FactSections({ order }) {
  return (
    <div className="fact-sections">
      {fieldSections(order).map((section) => (
        <Facts key={section.id} section={section} />
      ))}
    </div>
  );
}

/** @param {{ row: FieldRow }} props */
function Fact({ row }) {
  const { path, label, value } = row;
  const copied = value ? copiedText(value) : "";
  return (
    <div className="fact" id={path} data-path={path} tabIndex={-1}>
      <dt>{label}</dt>
      <dd>
        {value && <Value value={value} />}
        {copied && <CopyButton text={copied} label={label} />}
      </dd>
    </div>
  );
}

/** @param {{ value: FieldValue }} props */
function Value({ value }) {
  switch (value.kind) {
    case "names":
      return <NameList names={value.texts} />;
    case "texts":
      return <TextList texts={value.texts} />;
    case "time":
      return (
        <>
          <Time at={value.at} />
          <span className="age">
            {" "}
            (<RelativeTime at={value.at} />)
          </span>
        </>
      );
    case "code":
      return (
        <code>
          <bdi>{value.text}</bdi>
        </code>
      );
    default:
      return <bdi>{value.text}</bdi>;
  }
}

/** @type {Record<string, [string, string, string]>} */
const VERDICTS = {
  valid: ["good", "check", "Valid"],
  invalid: ["bad", "cross", "Does not verify"],
  unsupported: ["neutral", "question", "Cannot be verified here"],
};

/**
 * @param {{ order: Order, csr: Csr | null, problem: string, rows: Comparison[], digests: CsrDigests | null }} props
 */
export function CsrSection({ order, csr, problem, rows, digests }) {
  const [tone, icon, text] = digests ? VERDICTS[digests.selfSignature] : ["neutral", "clock", "Verifying…"];
  return (
    <Card
      id="csr"
      title="Certificate signing request"
      className="csr"
      aside={csr && <Badge about="Self-signature" tone={tone} icon={icon} text={text} />}
    >
      {problem && <p className="odd">{problem}</p>}
      {!order.encodedCsr && <p className="absent">No CSR is reported.</p>}
      {csr && (
        <>
          <table className="comparison">
            <thead>
              <tr>
                <th scope="col" />
                <th scope="col">Requested</th>
                <th scope="col">In the CSR</th>
                <th scope="col" />
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <ComparisonRow key={row.label} row={row} />
              ))}
            </tbody>
          </table>
          <dl>
            <CsrFact label="Public key" text={csr.publicKey} />
            <CsrFact label="Signature algorithm" text={csr.signatureAlgorithm} />
            <CsrFact label="Subject" text={csr.subject} />
            {csr.extensions.map((extension) => (
              <CsrFact key={extension.name} label={extension.name} text={extension.value} />
            ))}
            {digests && (
              <>
                <CsrFact label="SHA-256 of the CSR" text={digests.sha256} />
                <CsrFact label="SHA-256 of the public key" text={digests.spkiSha256} />
              </>
            )}
          </dl>
        </>
      )}
      {order.encodedCsr && (
        <details className="encoded">
          <summary>Encoded CSR</summary>
          <pre tabIndex={0}>{order.encodedCsr}</pre>
          <CopyButton text={order.encodedCsr} label="Encoded CSR" />
        </details>
      )}
    </Card>
  );
}

/** @param {{ row: Comparison }} props */
function ComparisonRow({ row }) {
  return (
    <tr data-matches={String(row.matches)}>
      <th scope="row">{row.label}</th>
      {isShownOnce(row) ? (
        <td colSpan={2}>
          <Values texts={row.requested} areNames={row.areNames} />
        </td>
      ) : (
        <>
          <td>
            <Values texts={row.requested} areNames={row.areNames} />
          </td>
          <td>
            <Values texts={row.inCsr} areNames={row.areNames} />
          </td>
        </>
      )}
      <td>
        {row.matches ? (
          <Badge about="Result" tone="good" icon="check" text="match" />
        ) : (
          <Badge about="Result" tone="warning" icon="warning" text="mismatch" />
        )}
      </td>
    </tr>
  );
}

/** @param {{ texts: string[], areNames: boolean }} props */
function Values({ texts, areNames }) {
  if (texts.length === 0) {
    return <span className="absent">none</span>;
  }
  return areNames ? <NameList names={texts} /> : <TextList texts={texts} />;
}

const LONGEST = 500;

/** @param {{ label: string, text: string }} props */
function CsrFact({ label, text }) {
  return (
    <div className="fact">
      <dt>{label}</dt>
      <dd>
        <bdi>{text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}</bdi>
        <CopyButton text={text} label={label} />
      </dd>
    </div>
  );
}

/** @param {{ raw: unknown }} props */
export function RawSection({ raw }) {
  const [isOpen, setOpen] = useState(false);
  const text = useMemo(() => (isOpen ? rawText(raw) : ""), [isOpen, raw]);
  return (
    <details className="card raw" id="raw" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Raw JSON</summary>
      {isOpen && (
        <>
          <pre tabIndex={0}>{text}</pre>
          <CopyButton text={text} label="raw JSON" />
        </>
      )}
    </details>
  );
}

/** @param {{ at: number, isLoading: boolean, raw: any, onRefresh: () => void }} props */
export function Actions({ at, isLoading, raw, onRefresh }) {
  function save() {
    const url = URL.createObjectURL(new Blob([rawText(raw)], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href: url, download: `${raw.uuid}.json` }).click();
    URL.revokeObjectURL(url);
  }
  return (
    <div className="order-actions">
      <p className="updated">
        Updated <RelativeTime at={new Date(at)} />
      </p>
      <div className="buttons">
        <button type="button" aria-disabled={isLoading ? "true" : undefined} onClick={() => isLoading || onRefresh()}>
          <Icon name="refresh" />
          {isLoading ? "Refreshing…" : "Refresh"}
        </button>
        <button type="button" onClick={() => navigator.clipboard.writeText(location.href)}>
          Copy link
        </button>
        <button type="button" onClick={save}>
          Download JSON
        </button>
        <button type="button" onClick={() => print()}>
          Print
        </button>
      </div>
    </div>
  );
}

/**
 * A loaded request.
 * @param {{
 *   order: Order, raw: any, csr: Csr | null, problem: string, rows: Comparison[], digests: CsrDigests | null,
 *   findings: Finding[], at: number, isLoading: boolean, onRefresh: () => void,
 * }} props
 */
export function OrderView({ order, raw, csr, problem, rows, digests, findings, at, isLoading, onRefresh }) {
  return (
    <article className="order">
      <Summary order={order} findings={findings} />
      <div className="order-columns">
        <div className="order-details">
          <ProgressSection order={order} />
          <ReviewSection findings={findings} />
          <CsrSection order={order} csr={csr} problem={problem} rows={rows} digests={digests} />
          <FactSections order={order} />
          <RawSection raw={raw} />
        </div>
        <aside className="order-side" aria-label="Summary">
          <div className="card">
            <KeyFacts order={order} csr={csr} />
            <Actions at={at} isLoading={isLoading} raw={raw} onRefresh={onRefresh} />
          </div>
        </aside>
      </div>
    </article>
  );
}

/** @param {{ onSubmit: (name: string, password: string) => void, isBusy: boolean, problem: string }} props */
export function SignInForm({ onSubmit, isBusy, problem }) {
  return (
    <section className="card sign-in">
      <h2>Sign in</h2>
      <form
        aria-label="Sign in"
        onSubmit={(event) => {
          event.preventDefault();
          const fields = new FormData(event.currentTarget);
          onSubmit(String(fields.get("user-name")), String(fields.get("password")));
        }}
      >
        <label htmlFor="user-name">User name</label>
        <input id="user-name" name="user-name" type="text" autoComplete="username" />
        <label htmlFor="password">Password</label>
        <input id="password" name="password" type="password" autoComplete="current-password" />
        <button type="submit" className="primary" aria-disabled={isBusy ? "true" : undefined}>
          {isBusy ? "Signing in…" : "Sign in"}
        </button>
        {problem && <p role="alert">{problem}</p>}
      </form>
    </section>
  );
}
