/** Failures of the world (device, file, link, setting): one sentence and one remedy each, by code. */
import { type Notice, sentences } from './notice';

export const failures = {
  'no-backend': 'No way to compute passed its self-test on this device. Update the browser or graphics driver, or try another browser.',
  'backend-unavailable': 'The requested backend is not available here. Choose “auto”, or a browser and device that offer it.',
  'only-software-adapter':
    'It computes on the processor, so it is used only where it is asked for: choose “WebGPU in software”, or WebAssembly, which is quicker.',
  'self-test-failed':
    'The requested backend computed wrong numbers in its self-test and was refused. Choose another backend, or update the graphics driver.',
  'device-lost': 'The graphics device was reset. Training restarts from the last snapshot.',
  'device-error':
    'The graphics device reported an error, so this run was stopped rather than trusted. Try a smaller model or batch, or another backend.',
  'worker-died': 'The training thread stopped unexpectedly. It is restarted from the last snapshot.',
  'no-module-worker':
    'This browser cannot start module workers, so nothing can be trained here. Use a current Chrome, Edge, Firefox or Safari.',
  'snapshot-differs':
    'What was written down of this run belongs to another algorithm, so it cannot go on from there. Train it from the start.',
  'model-too-large': 'This model needs more memory than the device offers. Choose a smaller batch, width or depth.',
  'settings-refused': 'These settings cannot run together. Change the setting that is named.',
  'data-missing': 'The data set of this experiment is not stored in this browser. Drop its files on the page.',
  'file-unreadable': 'The file could not be read. Check that it still exists, and drop it again.',
  'file-empty': 'The file holds no data. Download it again.',
  'file-too-large': 'The file is too large for a browser once unpacked. Use a smaller data set.',
  'file-truncated': 'The file ends before its header says. Download it again.',
  'file-oversized': 'The file holds more bytes than its header declares. Download it again.',
  'file-not-recognized':
    'It is in no format that can be read here. Drop images and labels (IDX of the MNIST family, CIFAR binary files), NumPy arrays (.npy, .npz), a table (CSV, TSV, ARFF), or folders of pictures named after their classes, packed or not.',
  'file-workbook': 'Spreadsheets cannot be read here. Save the sheet as CSV and drop that.',
  'file-not-gzip': 'The gzip data is damaged or ends too early. Download the file again.',
  'file-not-images': 'Only labels (1 axis) and images of ordinary size (3 or 4 axes) can be used. Drop image and label files.',
  'values-not-bytes': 'Only unsigned bytes (IDX type 0x08) can be read. Convert the values to bytes first.',
  'files-thread-died': 'Reading stopped unexpectedly, most likely for want of memory. Drop less at a time; training was not touched.',
  'array-unusable':
    'Arrays that can be used hold numbers: images (3 or 4 axes), rows of features (2) or labels (1). Convert it with NumPy first.',
  'records-cut': 'The last record is cut off, or this is no CIFAR file. Download the file again.',
  'file-twice': 'The same file was dropped twice. Drop each file once.',
  'images-without-labels': 'Samples were dropped without their labels. Drop both files together.',
  'labels-without-images': 'Labels were dropped without their samples. Drop both files together.',
  'counts-differ': 'The numbers of samples and labels differ. Drop two files that belong together.',
  'files-differ': 'The files belong to different data sets. Drop one data set at a time.',
  'labels-out-of-range': 'A label is not one of the classes in use. Check that the labels belong to the images.',
  'too-few-classes': 'All samples have the same label, so there is nothing to learn. Drop a data set with at least two classes.',
  'too-few-samples': 'The data set is too small for this split. Drop more samples, or lower the shares of validation and test.',
  'too-many-classes': 'At most 256 classes can be told apart. Choose another label column under “Your data”, or drop fewer classes.',
  'archive-damaged': 'The archive is damaged or ends too early. Download it again, or unpack it and drop what is in it.',
  'archive-unsupported': 'This kind of archive cannot be read here. Unpack it and drop what is in it.',
  'table-unclear': 'A table needs rows of features, or a text, with a label each. Save it as CSV or TSV with a column of labels.',
  'table-row': 'Every row needs a label and, between the same delimiters, a number for every feature. Correct such rows or remove them.',
  'column-missing': 'Such a column was not found. Write its heading, or its place as #3, under “Your data”.',
  'file-missing': 'Name one of the files that were dropped, under “Your data”.',
  'data-asks': 'Answer under “Your data”, or after --read on the command line.',
  'pictures-unsorted':
    'Pictures get their labels from folders. Put those of each class into a folder named after it, and drop the folder around them.',
  'picture-unreadable': 'This cannot be decoded as a picture. Leave it out, or save it as PNG, JPEG or WebP.',
  'pictures-need-browser': 'Pictures can be decoded in a browser only. Drop them on the page.',
  'hub-unreachable':
    'The data hub could not be reached from here. Check the network and try again, or drop the files of the data set on the page.',
  'hub-refused': 'The data hub did not give the file. Try again later, or drop the files of the data set on the page.',
  'hub-busy': 'The data hub is asked too often at the moment. Wait some minutes and press Resume; what has arrived is kept.',
  'hub-cut': 'The connection to the data hub broke off. Press Resume to go on from what has arrived.',
  'hub-mismatch':
    'What arrived is not the file that was asked for, so it was thrown away. Try again, or drop the files of the data set on the page.',
  'hub-contents':
    'The file does not hold what this page expects, so nothing of it was kept. Drop the files of the data set on the page instead.',
  'hub-insecure':
    'What arrives can be checked only on pages served over https or from this machine, so nothing was asked for. Drop the files of the data set on the page.',
  'weights-damaged': 'The file of weights cannot be used, and nothing here was changed. Save or download it again.',
  'weights-incomplete': 'Nothing here was changed. Drop model.json and the files it names together.',
  'weights-several': 'Drop the weights of one network at a time.',
  'weights-differ': 'Choose the network the weights were saved from, and drop them again.',
  'pretrained-unknown': 'Such a network cannot be built here. Bring BERT, DeBERTa (first version), ViT or DeiT.',
  'network-diverged':
    'The weights of a run that diverged are no finite numbers. Save another run, or go back and choose a smaller learning rate.',
  'results-not-recognized':
    'The file could not be read as results of this page, and nothing here was changed. Choose a JSON file saved under “Share”, as it was saved.',
  'results-newer': 'It was saved by a newer version of this page, and nothing here was changed. Reload the page to get the newest version.',
  'results-impossible':
    'No run can give such a number, so these results are left out. Press Run to train the settings here, or ask for the results again.',
  'link-results-damaged':
    'The results in this link are damaged or were cut off, so only its settings are used. Press Run to train them here, or ask for the link again.',
  'link-results-differ':
    'The settings in this link were changed after its results were recorded, so the results are left out. Press Run to train the settings here.',
  'storage-unavailable':
    'Storage is off in this browser, so neither dropped data sets nor runs will survive a reload. Settings are in the link, and everything else works.',
  'run-not-kept': 'This run will not survive a reload of the page. Training goes on; save its results under “Share” when it is done.',
  'run-damaged': 'A run that was kept here is damaged and cannot be gone on with. It was put aside, and everything else works.',
  'run-newer':
    'A run that is kept here was written by a newer version of this page. It was left as it is: reload the page to go on with it.',
  'dataset-damaged': 'It was put aside, and everything else works. Drop its files again to use it.',
  'dataset-newer': 'It was stored by a newer version of this page and was left as it is. Reload the page to get the newest version.',
  'storage-full': 'The browser’s storage is full, so the data set was not kept. It can be used until the page is closed.',
} as const;

export type FailureCode = keyof typeof failures;

/** Notice of a failure: the catalogue's sentences, with `detail` (the file, or a sentence of what happened) in front. */
export function noticeOf(code: FailureCode, detail = '', about = ''): Notice<FailureCode> {
  const [, message, remedy] = /^(.+?\.)(?: (.+))?$/.exec(failures[code]) as RegExpExecArray;
  return { code, about, message: [detail, message].filter(Boolean).join(' '), remedy: remedy ?? '' };
}

/** How a failure of the world is thrown. `message` is what people see: all sentences of its notice. */
export class Failure extends Error {
  constructor(
    readonly code: FailureCode,
    readonly detail = '',
  ) {
    super(sentences(noticeOf(code, detail)));
    this.name = 'Failure';
  }
}
