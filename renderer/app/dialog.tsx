import { type ReactNode, useEffect, useRef } from 'react';
import { words } from '../strings/words.ts';

/** A dialog over the window; Escape and the button close it, and the focus goes back to where it was. */
export function Dialog({
  title,
  bare,
  onClose,
  children,
}: {
  title: string;
  /** Without a heading on screen: the content says what it is. */
  bare?: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={bare ? 'dialog bare' : 'dialog'}
      aria-label={title}
      onClose={onClose}
      onKeyDown={(event) => {
        // What lies beneath must not close with it.
        if (event.key === 'Escape') event.stopPropagation();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      {!bare && (
        <header className="row-line">
          <h2>{title}</h2>
          <button type="button" className="button small push" onClick={onClose}>
            {words.close}
          </button>
        </header>
      )}
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
