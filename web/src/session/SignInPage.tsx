/** Sign in, then go where one was going. */
import { Trans } from "@lingui/react/macro";
import { useRouter, useSearch } from "@tanstack/react-router";
import { DoorLayout } from "./DoorLayout";
import { enter, safeNext } from "./enter";
import { SignInForm } from "./SignInForm";

export function SignInPage() {
  const { next } = useSearch({ from: "/sign-in" });
  const router = useRouter();
  const proceed = async () => {
    await enter();
    router.history.push(safeNext(next));
  };
  return (
    <DoorLayout
      title={<Trans>Sign in</Trans>}
      hint={<Trans>No account? An administrator of your organisation can make one for you.</Trans>}
    >
      <SignInForm onDone={proceed} />
    </DoorLayout>
  );
}
