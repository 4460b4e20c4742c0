/** Closes a notice. */
export function Dismiss({ onClick }: { readonly onClick: () => void }) {
  return (
    <button type="button" className="notice-dismiss" aria-label="Dismiss" onClick={onClick}>
      <svg width="14" height="14" viewBox="0 0 14 14" stroke="currentColor" strokeLinecap="round" aria-hidden="true">
        <path d="M3 3l8 8M11 3l-8 8" />
      </svg>
    </button>
  );
}
