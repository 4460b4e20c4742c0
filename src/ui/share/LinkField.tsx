/** A link to take along: selected whole when it is entered. */
export function LinkField({ link, label }: { readonly link: string; readonly label: string }) {
  return <input type="text" className="field" readOnly value={link} aria-label={label} onFocus={(event) => event.target.select()} />;
}
