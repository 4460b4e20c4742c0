/** Things to be done one after the other, of which some have to wait for their kernels. Without any that waits, each is done at once. */

/** Something that is there sooner or later. */
export interface Coming {
  readonly isThere: boolean;
  /** Rejects where it will never be there. */
  readonly ready: Promise<void>;
}

/** Given the error of what was not done before, where there is one. */
type Act = (failure: Error | undefined) => void;

export class InOrder {
  readonly #waiting: { readonly needs: Coming | undefined; readonly act: Act }[] = [];
  #failure: Error | undefined;

  /** @param onFailure  told once why something will never be done */
  constructor(readonly onFailure: (error: Error) => void) {}

  /** True if something new would wait. */
  get isBusy(): boolean {
    return this.#waiting.length > 0;
  }

  /** Acts once all before has been done, and what it needs is there. */
  after(needs: Coming | undefined, act: Act): void {
    if (!this.isBusy && (needs?.isThere ?? true)) return act(this.#failure);
    this.#waiting.push({ needs, act });
    if (this.#waiting.length === 1) void this.#drain();
  }

  async #drain(): Promise<void> {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (next.needs && !next.needs.isThere) await next.needs.ready.catch((error: unknown) => this.#fail(error));
      next.act(this.#failure);
      this.#waiting.shift();
    }
  }

  #fail(error: unknown): void {
    if (this.#failure) return;
    this.#failure = error instanceof Error ? error : new Error(String(error));
    this.onFailure(this.#failure);
  }
}
