import { useMutation } from "@tanstack/react-query";
import { signIn, storeToken } from "../../shared/api.js";
import { SignInForm } from "../../shared/views.jsx";

/** @param {{ onSignedIn: () => void }} props */
export function SignIn({ onSignedIn }) {
  const call = useMutation({
    /** @param {{ name: string, password: string }} credentials */
    mutationFn: ({ name, password }) => signIn(name, password),
    onSuccess: (token) => {
      storeToken(token);
      onSignedIn();
    },
  });
  return (
    <SignInForm
      isBusy={call.isPending}
      problem={call.error?.message ?? ""}
      onSubmit={(name, password) => call.mutate({ name, password })}
    />
  );
}
