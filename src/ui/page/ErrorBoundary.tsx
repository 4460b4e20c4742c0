import { Component, type ReactNode } from 'react';
import './ErrorBoundary.css';

interface Props {
  /** Subject of a sentence: “The charts”. */
  readonly what: string;
  /** The whole page: then even the bar with its verbs is gone. */
  readonly isPage?: boolean;
  readonly children: ReactNode;
}

interface State {
  readonly problem: string | null;
}

/**
 * A part of the page that may fail alone: a sentence stands in its place, with what is still safe and the way back, and all around it goes on.
 * Training runs in a thread of its own and the store keeps what it has heard, so that a second try shows everything.
 */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { problem: null };

  static getDerivedStateFromError(error: unknown): State {
    return { problem: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { what, isPage = false, children } = this.props;
    const { problem } = this.state;
    if (problem === null) return children;
    return (
      <div className="boundary-failed" data-whole={isPage} role="alert">
        <p>
          {what} cannot be shown ({problem}). Training goes on, and nothing that was trained is lost.
        </p>
        <span>
          <button type="button" className="button" onClick={() => this.setState({ problem: null })}>
            Show it again
          </button>{' '}
          {isPage ? (
            <button type="button" className="button" onClick={() => location.reload()}>
              Reload the page
            </button>
          ) : null}
        </span>
      </div>
    );
  }
}
