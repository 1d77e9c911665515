import { useState } from "react";
import { Link, Outlet, useNavigate } from "react-router";
import { SignIn } from "./sign-in.jsx";
import { storedToken } from "../../shared/api.js";

export function Layout() {
  return (
    <div id="page">
      <header className="top">
        <Link className="brand" to="/">
          CertView orders
        </Link>
      </header>
      <main id="main">
        <Outlet />
      </main>
    </div>
  );
}

export function StartPage() {
  const navigate = useNavigate();
  const [isSignedIn, setSignedIn] = useState(() => storedToken() !== null);
  return (
    <>
      <h1 tabIndex={-1}>Certificate requests in Qualys CertView</h1>
      {!isSignedIn && <SignIn onSignedIn={() => setSignedIn(true)} />}
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          navigate(`/orders/${new FormData(event.currentTarget).get("uuid")}`);
        }}
      >
        <label htmlFor="uuid">UUID of the request</label>
        <input id="uuid" name="uuid" type="text" required />
        <button type="submit">Open</button>
      </form>
    </>
  );
}

export function NotFoundPage() {
  return (
    <>
      <h1 tabIndex={-1}>There is no such page</h1>
      <Link to="/">Start page</Link>
    </>
  );
}
