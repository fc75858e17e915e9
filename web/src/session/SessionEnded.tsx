/** When the session has ended: sign in over the page, which stays as it is. */
import { Trans } from "@lingui/react/macro";
import { Button, Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { api, keys, type Me } from "@/api";
import styles from "./SessionEnded.module.css";
import { SignInForm } from "./SignInForm";

export function SessionEnded({ onBack }: { onBack: () => void }) {
  const queries = useQueryClient();
  const before = queries.getQueryData<Me>(keys.me);
  const proceed = async () => {
    const now = await api.me();
    if (now.user?.id !== before?.user?.id) {
      window.location.reload(); // somebody else: nothing of the first may stay
      return;
    }
    queries.setQueryData(keys.me, now);
    onBack();
    await queries.invalidateQueries();
  };
  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size={400}
      zIndex={1000}
      title={<Trans>Your session has ended</Trans>}
    >
      {before?.user ? (
        <div className={styles.again}>
          <p>
            <Trans>Sign in again and go on where you are. Nothing on this page is lost.</Trans>
          </p>
          <SignInForm
            {...(before.user.email ? { email: before.user.email } : {})}
            onDone={proceed}
          />
        </div>
      ) : (
        <div className={styles.again}>
          <p>
            <Trans>Open the link that you were given once more, or sign in.</Trans>
          </p>
          <Button fullWidth component="a" href="/sign-in">
            <Trans>Sign in</Trans>
          </Button>
        </div>
      )}
    </Modal>
  );
}
