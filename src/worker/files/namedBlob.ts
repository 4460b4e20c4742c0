/** A blob with a name, which may be a path: a `File`, a file in an archive, or what stands for one outside a browser. */
export type NamedBlob = Blob & { readonly name: string };

/** The same bytes under another name. Copies nothing. */
export function named(name: string, blob: Blob): NamedBlob {
  const same = blob.slice(0, blob.size, blob.type);
  Object.defineProperty(same, 'name', { value: name });
  return same as NamedBlob;
}
