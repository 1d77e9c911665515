import { queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useParams } from "react-router";
import { useDecoder } from "peer-decoder";
import { parseOrder } from "./schema.js";
import { SignIn } from "./sign-in.jsx";
import { fetchOrder, storedToken } from "../../shared/api.js";
import { compare } from "../../shared/csr.js";
import { allNames } from "../../shared/order.js";
import { review } from "../../shared/review.js";
import { Heading, OrderView } from "../../shared/views.jsx";

/** @param {string} uuid */
export function orderQuery(uuid) {
  return queryOptions({
    queryKey: ["order", uuid],
    queryFn: async ({ signal }) => parseOrder(await fetchOrder(uuid, storedToken() ?? "", signal)),
    staleTime: 10_000,
  });
}

export function OrderPage() {
  const { uuid = "" } = useParams();
  const [isSignedIn, setSignedIn] = useState(() => storedToken() !== null);
  if (!isSignedIn) {
    return (
      <>
        <h1 tabIndex={-1}>Sign in to see this request</h1>
        <SignIn onSignedIn={() => setSignedIn(true)} />
      </>
    );
  }
  return <SignedIn key={uuid} uuid={uuid} />;
}

/** @param {{ uuid: string }} props */
function SignedIn({ uuid }) {
  const { data, error, isFetching, dataUpdatedAt, refetch } = useQuery(orderQuery(uuid));
  if (data) {
    return <Loaded {...data} at={dataUpdatedAt} isLoading={isFetching} onRefresh={() => void refetch()} />;
  }
  if (error) {
    return (
      <>
        <h1 tabIndex={-1}>This request cannot be shown</h1>
        <p role="alert">{error.message}</p>
        <button type="button" onClick={() => void refetch()}>
          Try again
        </button>
      </>
    );
  }
  return <h1 tabIndex={-1}>Loading the request…</h1>;
}

/**
 * @param {ReturnType<typeof parseOrder> & { at: number, isLoading: boolean, onRefresh: () => void }} props
 */
function Loaded({ order, raw, at, isLoading, onRefresh }) {
  const { csr, problem, digest } = useDecoder(order.encodedCsr);
  const { data: digests = null } = useQuery({
    queryKey: ["digests", order.encodedCsr],
    queryFn: () => (digest ? digest() : null),
    enabled: digest !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const rows = useMemo(() => (csr ? compare(order, csr) : []), [order, csr]);
  const findings = useMemo(() => review(order, csr), [order, csr]);
  useEffect(() => {
    document.title = allNames(order)[0] ?? order.uuid;
  }, [order]);
  return (
    <>
      <Heading order={order} />
      <OrderView
        order={order}
        raw={raw}
        csr={csr}
        problem={problem}
        rows={rows}
        digests={digests}
        findings={findings}
        at={at}
        isLoading={isLoading}
        onRefresh={onRefresh}
      />
    </>
  );
}
