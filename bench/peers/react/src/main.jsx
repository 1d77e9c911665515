import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import { Layout, NotFoundPage, StartPage } from "./layout.jsx";
import { OrderPage, orderQuery } from "./order-page.jsx";
import { storedToken } from "../../shared/api.js";
import "../../../../static/style.css";

const queries = new QueryClient({ defaultOptions: { queries: { retry: 2, refetchOnWindowFocus: false } } });

const router = createBrowserRouter([
  {
    element: <Layout />,
    children: [
      { path: "/", element: <StartPage /> },
      {
        path: "/orders/:uuid",
        element: <OrderPage />,
        // The call goes out before the first render, and the render does not wait for it.
        loader: ({ params }) => {
          if (storedToken() && params.uuid) {
            void queries.prefetchQuery(orderQuery(params.uuid));
          }
          return null;
        },
      },
      { path: "*", element: <NotFoundPage /> },
    ],
  },
]);

createRoot(/** @type {HTMLElement} */ (document.getElementById("root"))).render(
  <QueryClientProvider client={queries}>
    <RouterProvider router={router} />
  </QueryClientProvider>,
);
