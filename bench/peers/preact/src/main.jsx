/** @jsxImportSource preact */
import { render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { LocationProvider, Route, Router, useLocation } from "preact-iso";
import { decodeCsr } from "./csr.js";
import { useOrder } from "./use-order.js";
import { signIn, storeToken, storedToken } from "../../shared/api.js";
import { compare } from "../../shared/csr.js";
import { allNames } from "../../shared/order.js";
import { review } from "../../shared/review.js";
import { Heading, OrderView, SignInForm } from "../../shared/views.jsx";
import "../../../../static/style.css";

/** @typedef {import("../../shared/csr.js").CsrDigests} CsrDigests */

function App() {
  return (
    <LocationProvider>
      <div id="page">
        <header className="top">
          <a className="brand" href="/">
            CertView orders
          </a>
        </header>
        <main id="main">
          <Router>
            <Route path="/" component={StartPage} />
            <Route path="/orders/:uuid" component={OrderPage} />
            <Route default component={NotFoundPage} />
          </Router>
        </main>
      </div>
    </LocationProvider>
  );
}

/** @param {{ onSignedIn: (token: string) => void }} props */
function SignIn({ onSignedIn }) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  /** @type {(name: string, password: string) => Promise<void>} */
  const submit = async (name, password) => {
    setBusy(true);
    try {
      const token = await signIn(name, password);
      storeToken(token);
      onSignedIn(token);
    } catch (error) {
      setProblem(String(error));
      setBusy(false);
    }
  };
  return <SignInForm isBusy={isBusy} problem={problem} onSubmit={submit} />;
}

function StartPage() {
  const { route } = useLocation();
  const [token, setToken] = useState(storedToken);
  return (
    <>
      <h1 tabIndex={-1}>Certificate requests in Qualys CertView</h1>
      {!token && <SignIn onSignedIn={setToken} />}
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          route(`/orders/${new FormData(event.currentTarget).get("uuid")}`);
        }}
      >
        <label htmlFor="uuid">UUID of the request</label>
        <input id="uuid" name="uuid" type="text" required />
        <button type="submit">Open</button>
      </form>
    </>
  );
}

function NotFoundPage() {
  return <h1 tabIndex={-1}>There is no such page</h1>;
}

/** @param {{ uuid?: string }} props */
function OrderPage({ uuid = "" }) {
  const [token, setToken] = useState(storedToken);
  if (!token) {
    return (
      <>
        <h1 tabIndex={-1}>Sign in to see this request</h1>
        <SignIn onSignedIn={setToken} />
      </>
    );
  }
  return <SignedIn key={uuid} uuid={uuid} token={token} />;
}

/** @param {{ uuid: string, token: string }} props */
function SignedIn({ uuid, token }) {
  const { loaded, error, isLoading, refresh } = useOrder(uuid, token);
  if (loaded) {
    return <Loaded {...loaded} isLoading={isLoading} onRefresh={refresh} />;
  }
  return error ? <p role="alert">{error.message}</p> : <h1 tabIndex={-1}>Loading the request…</h1>;
}

/** @param {import("./use-order.js").LoadedOrder & { isLoading: boolean, onRefresh: () => void }} props */
function Loaded({ order, raw, at, isLoading, onRefresh }) {
  const { csr, problem } = useMemo(() => decode(order.encodedCsr), [order.encodedCsr]);
  const [digests, setDigests] = useState(/** @type {CsrDigests | null} */ (null));
  useEffect(() => {
    setDigests(null);
    csr?.digest().then(setDigests);
  }, [csr]);
  const rows = useMemo(() => (csr ? compare(order, csr) : []), [order, csr]);
  const findings = useMemo(() => review(order, csr), [order, csr]);
  useEffect(() => {
    document.title = allNames(order)[0] ?? order.uuid;
  }, [order]);
  return (
    <>
      <Heading order={order} />
      <OrderView {...{ order, raw, csr, problem, rows, digests, findings, at, isLoading, onRefresh }} />
    </>
  );
}

/** @param {string} text */
function decode(text) {
  if (!text) {
    return { csr: null, problem: "" };
  }
  try {
    return { csr: decodeCsr(text), problem: "" };
  } catch (error) {
    return { csr: null, problem: `The CSR cannot be decoded: ${error instanceof Error ? error.message : error}` };
  }
}

const root = /** @type {HTMLElement} */ (document.getElementById("root"));
render(<App />, root);
