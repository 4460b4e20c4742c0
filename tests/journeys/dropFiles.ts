import type { Page } from 'playwright-core';

/** Lets files fall on the page, as a hand would: there is no other way to make a drop with files in it. */
export async function dropFiles(page: Page, files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    (given) => {
      const made = new DataTransfer();
      for (const { name, text } of given) made.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
      return made;
    },
    files.map(({ name, bytes }) => ({ name, text: Buffer.from(bytes).toString('base64') })),
  );
  await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
  await page.getByText('Drop data files, a folder of pictures, a saved network, or saved results here').waitFor();
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
}
