import { Component, type ReactNode, Suspense } from 'react';

interface Props {
  /** What is missing where it cannot be loaded, as the subject of a sentence. */
  readonly what: string;
  readonly children: ReactNode;
}

/** A part of the page that is loaded after the first paint. Where that fails, it says so in its place and the rest goes on. */
export class Late extends Component<Props, { readonly isMissing: boolean }> {
  override state = { isMissing: false };

  static getDerivedStateFromError() {
    return { isMissing: true };
  }

  override render() {
    if (!this.state.isMissing) return <Suspense fallback={null}>{this.props.children}</Suspense>;
    return (
      <p className="late" role="alert">
        {this.props.what} could not be loaded.{' '}
        <button type="button" className="link-button" onClick={() => location.reload()}>
          Reload the page
        </button>
      </p>
    );
  }
}
