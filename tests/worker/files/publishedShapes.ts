/**
 * Tables in the shape in which well-known data sets are published: same columns, same way of writing, same kinds of gaps.
 * The values are made here, from the number of the row.
 */

const rows = (count: number, row: (at: number) => readonly unknown[], delimiter = ','): string =>
  Array.from({ length: count }, (_, at) => row(at).join(delimiter)).join('\n');
const of = <T>(words: readonly T[], at: number): T => words[at % words.length] as T;
/** 0 ≤ value < 1, another for each row and place. */
const share = (at: number, place: number): number =>
  (((at * 7919 + place * 104_729 + 12_345) * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;
const real = (at: number, place: number, most: number, digits = 2): string => (share(at, place) * most).toFixed(digits);
const whole = (at: number, place: number, most: number): number => Math.floor(share(at, place) * most);

/** Kaggle’s train.csv: identifier, names, tickets, cabins that are mostly missing, ages that are in part. */
export const titanicOfKaggle = (count = 200): string =>
  `PassengerId,Survived,Pclass,Name,Sex,Age,SibSp,Parch,Ticket,Fare,Cabin,Embarked\n${rows(count, (at) => [
    at + 1,
    whole(at, 1, 2),
    whole(at, 2, 3) + 1,
    `"Family${at}, Mr. Given ${at}"`,
    of(['male', 'female', 'male'], at),
    at % 5 === 3 ? '' : whole(at, 3, 80),
    whole(at, 4, 5),
    whole(at, 5, 4),
    at % 4 === 0 ? `A/5 ${21_171 + at}` : 113_803 + 7 * ((at * 13) % 997),
    real(at, 6, 90, 4),
    at % 4 === 1 ? `C${at}` : '',
    at === 61 ? '' : of(['S', 'C', 'Q', 'S'], at),
  ])}`;

/** Seaborn’s titanic.csv, which says the label twice. */
export const titanicOfSeaborn = (count = 200): string =>
  `survived,pclass,sex,age,sibsp,parch,fare,embarked,class,who,adult_male,deck,embark_town,alive,alone\n${rows(count, (at) => {
    const survived = whole(at, 1, 2);
    const grade = whole(at, 2, 3);
    const port = whole(at, 8, 3);
    return [
      survived,
      grade + 1,
      of(['male', 'female'], at),
      at % 6 === 3 ? '' : `${whole(at, 3, 80)}.0`,
      whole(at, 4, 5),
      whole(at, 5, 4),
      real(at, 6, 90, 4),
      of(['S', 'C', 'Q'], port),
      of(['First', 'Second', 'Third'], grade),
      of(['man', 'woman', 'child'], whole(at, 7, 3)),
      of(['True', 'False'], whole(at, 9, 2)),
      at % 4 === 0 ? of(['A', 'B', 'C'], at) : '',
      of(['Southampton', 'Cherbourg', 'Queenstown'], port),
      survived ? 'yes' : 'no',
      of(['True', 'False'], whole(at, 10, 2)),
    ];
  })}`;

export const penguins = (count = 120): string =>
  `species,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex\n${rows(count, (at) =>
    at === 3
      ? ['Adelie', 'Torgersen', '', '', '', '', '']
      : [
          of(['Adelie', 'Chinstrap', 'Gentoo'], at),
          of(['Torgersen', 'Biscoe', 'Dream'], whole(at, 1, 3)),
          real(at, 2, 60, 1),
          real(at, 3, 20, 1),
          whole(at, 4, 60) + 170,
          whole(at, 5, 3000) + 3000,
          at === 9 ? '' : of(['MALE', 'FEMALE'], at),
        ],
  )}`;

export const tips = (count = 120): string =>
  `total_bill,tip,sex,smoker,day,time,size\n${rows(count, (at) => [real(at, 1, 50), real(at, 2, 10), of(['Female', 'Male'], whole(at, 3, 2)), of(['No', 'Yes'], whole(at, 4, 2)), of(['Sun', 'Sat', 'Thur', 'Fri'], whole(at, 5, 4)), of(['Dinner', 'Lunch'], whole(at, 6, 2)), whole(at, 7, 6) + 1])}`;

/** UCI’s adult.data: no headings, a space after each comma, question marks, an empty last line. */
export const adult = (count = 200): string =>
  `${rows(count, (at) => [17 + whole(at, 1, 60), of(['State-gov', 'Private', '?', 'Self-emp-not-inc'], whole(at, 2, 4)), 77_516 + whole(at, 3, 400_000), of(['Bachelors', 'HS-grad', '11th'], whole(at, 4, 3)), whole(at, 5, 16), of(['Never-married', 'Divorced'], whole(at, 6, 2)), of(['Adm-clerical', 'Sales', 'Tech-support'], whole(at, 7, 3)), of(['Husband', 'Wife', 'Not-in-family'], whole(at, 8, 3)), of(['White', 'Black'], whole(at, 9, 2)), of(['Male', 'Female'], whole(at, 10, 2)), whole(at, 11, 5000), 0, 20 + whole(at, 12, 40), of(['United-States', 'Cuba', 'Jamaica'], whole(at, 13, 3)), of(['<=50K', '>50K', '<=50K'], whole(at, 14, 3))], ', ')}\n\n`;

/** UCI’s adult.test: a comment in front, and a full stop behind each label. */
export const adultTest = (count = 40): string => `|1x3 Cross validator\n${adult(count).replaceAll('K\n', 'K.\n')}`;

/** UCI’s german.data: codes and numbers between single spaces. */
export const german = (count = 200): string =>
  rows(
    count,
    (at) => [
      `A1${whole(at, 1, 4) + 1}`,
      whole(at, 2, 60) + 4,
      `A3${whole(at, 3, 5)}`,
      `A4${whole(at, 4, 8)}`,
      250 + whole(at, 5, 9000),
      `A6${whole(at, 6, 5) + 1}`,
      `A7${whole(at, 7, 5) + 1}`,
      whole(at, 8, 4) + 1,
      `A9${whole(at, 9, 4) + 1}`,
      `A10${whole(at, 10, 3) + 1}`,
      whole(at, 11, 4) + 1,
      `A12${whole(at, 12, 4) + 1}`,
      19 + whole(at, 13, 50),
      `A14${whole(at, 14, 3) + 1}`,
      `A15${whole(at, 15, 3) + 1}`,
      whole(at, 16, 4) + 1,
      `A17${whole(at, 17, 4) + 1}`,
      whole(at, 18, 2) + 1,
      `A19${whole(at, 19, 2) + 1}`,
      `A20${whole(at, 20, 2) + 1}`,
      whole(at, 21, 2) + 1,
    ],
    ' ',
  );

/** UCI’s abalone.data: one column of words in front, rings at the end. */
export const abalone = (count = 400): string =>
  rows(count, (at) => [
    of(['M', 'F', 'I'], whole(at, 1, 3)),
    ...[2, 3, 4, 5, 6, 7, 8].map((place) => real(at, place, 1, 3)),
    4 + whole(at, 9, 15),
  ]);

/** UCI’s wdbc.data: identifier, diagnosis, 30 measures. */
export const wdbc = (count = 150): string =>
  rows(count, (at) => [
    842_302 + whole(at, 1, 900_000),
    of(['M', 'B', 'B'], at),
    ...Array.from({ length: 30 }, (_, place) => real(at, place + 2, 30, 4)),
  ]);

/** UCI’s breast-cancer-wisconsin.data: identifiers that repeat now and then, whole numbers, question marks, label 2 or 4. */
export const wisconsin = (count = 200): string =>
  rows(count, (at) => [
    1_000_025 + (at % 29 === 0 ? 0 : whole(at, 1, 300_000)),
    ...Array.from({ length: 9 }, (_, place) => (place === 5 && at % 40 === 7 ? '?' : whole(at, place + 2, 10) + 1)),
    of([2, 4], whole(at, 12, 2)),
  ]);

/** The breast-cancer.csv of a well-known course: words in single quotes, the label last. */
export const breastCancer = (count = 120): string =>
  rows(count, (at) => [
    `'${of([30, 40, 50, 60], whole(at, 1, 4))}-${of([39, 49, 59, 69], whole(at, 1, 4))}'`,
    `'${of(['premeno', 'ge40', 'lt40'], whole(at, 2, 3))}'`,
    `'${of(['15-19', '35-39', '0-4'], whole(at, 3, 3))}'`,
    `'${of(['0-2', '3-5'], whole(at, 4, 2))}'`,
    at === 20 ? 'nan' : `'${of(['yes', 'no'], whole(at, 5, 2))}'`,
    `'${whole(at, 6, 3) + 1}'`,
    `'${of(['left', 'right'], whole(at, 7, 2))}'`,
    `'${of(['left_up', 'central'], whole(at, 8, 2))}'`,
    `'${of(['yes', 'no'], whole(at, 9, 2))}'`,
    `'${of(['recurrence-events', 'no-recurrence-events'], whole(at, 10, 2))}'`,
  ]);

/** UCI’s horse-colic: nearly every row has a gap. */
export const horseColic = (count = 120): string =>
  rows(count, (at) => [
    whole(at, 1, 2) + 1,
    1,
    530_101 + whole(at, 2, 5000),
    ...Array.from({ length: 20 }, (_, place) =>
      share(at, place + 40) < 0.2 ? '?' : place % 3 === 0 ? real(at, place + 3, 90, 1) : whole(at, place + 3, 4) + 1,
    ),
    of([1, 2], whole(at, 30, 2)),
  ]);

/** UCI’s ecoli.data: columns aligned with spaces, a name in front of each row. */
export const ecoli = (count = 120): string =>
  Array.from({ length: count }, (_, at) =>
    [
      `SEQ_${at}`.padEnd(12),
      ...[1, 2, 3, 4, 5, 6, 7].map((place) => real(at, place, 1).padEnd(6)),
      of(['cp', 'im', 'pp', 'om'], whole(at, 9, 4)),
    ].join(' '),
  ).join('\n');

/** UCI’s seeds: numbers between tabs, now and then two of them. */
export const seeds = (count = 90): string =>
  Array.from({ length: count }, (_, at) =>
    [...[1, 2, 3, 4, 5, 6, 7].map((place) => real(at, place, 20, 3)), of([1, 2, 3], at)].join(at % 9 === 0 ? '\t\t' : '\t'),
  ).join('\n');

/** UCI’s wine.data: the class in front of 13 measures. */
export const wine = (count = 150): string =>
  rows(count, (at) => [
    Math.floor((3 * at) / count) + 1,
    ...Array.from({ length: 12 }, (_, place) => real(at, place, 15)),
    300 + whole(at, 14, 1300),
  ]);

/** MNIST as CSV, without headings: the label and 784 bytes. */
export const mnist = (count = 60): string =>
  rows(count, (at) => [at % 10, ...Array.from({ length: 784 }, (_, pixel) => (share(at, pixel) < 0.8 ? 0 : whole(at, pixel, 256)))]);

/** A wide table: a label and so many numbers. */
export const wide = (columns: number, count = 30): string =>
  `${['label', ...Array.from({ length: columns }, (_, place) => `gene_${place}`)].join(',')}\n${rows(count, (at) => [of(['healthy', 'ill'], at), ...Array.from({ length: columns }, (_, place) => real(at, place, 10))])}`;
