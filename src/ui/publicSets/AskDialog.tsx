import { HUB, type PublicSet } from '../../core/datasets/publicSets';
import { Dialog } from '../dialogs/Dialog';
import { count, memory } from '../format';

interface Props {
  readonly set: PublicSet;
  readonly onClose: () => void;
  readonly onAgree: () => void;
}

const host = new URL(HUB).host;

/** Asked before a byte goes over the network: what comes, from where, how much, under which licence, and who learns of it. */
export function AskDialog({ set, onClose, onAgree }: Props) {
  const { label, source, train, test, inputShape, classes, bytes, licence, repository } = set;
  const unpacked = (train.count + test.count) * (inputShape.reduce((all, size) => all * size, 1) + 1);
  const isKnown = train.sha256 !== undefined && test.sha256 !== undefined;
  return (
    <Dialog title={`Get ${label}?`} onClose={onClose}>
      <div className="ask">
        <p>
          {source}. {count(train.count)} to train on, {count(test.count)} to test on, {classes} classes.
        </p>
        <dl>
          <dt>Download</dt>
          <dd>
            {set.train.bytes === undefined ? 'about ' : ''}
            {memory(bytes)}
          </dd>
          <dt>Kept here</dt>
          <dd>{memory(unpacked)}, until you remove it</dd>
          <dt>From</dt>
          <dd>
            <a href={`${HUB}/datasets/${repository}`} target="_blank" rel="noreferrer">
              {host}/datasets/{repository}
            </a>
          </dd>
          <dt>Licence</dt>
          <dd>{licence}</dd>
          <dt>Checked</dt>
          <dd>{isKnown ? 'against checksums that this page knows' : 'against the checksums that the hub tells'}</dd>
        </dl>
        <p className="ask-note">
          Your browser asks {host} and the hosts it delivers from; they see your network address. Nothing else leaves this browser, and once
          the data set is here no network is needed.
        </p>
        <div className="ask-answers">
          <button type="button" className="button" onClick={onClose}>
            Not now
          </button>
          <button type="button" className="button button-primary" onClick={onAgree}>
            Download {memory(bytes)}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
