/** The papers behind the algorithms: a short source for people and BibTeX for theirs. */

export interface Citation {
  readonly source: string;
  readonly bibtex: string;
  /** Where the paper can be read, where that is known. */
  readonly url?: string;
}

/** An entry from its key, its short form and its fields; the address follows from `eprint` or `doi`. */
export function cite(
  key: string,
  source: string,
  kind: 'inproceedings' | 'article' | 'misc',
  fields: Readonly<Record<string, string>>,
): Citation {
  const lines = Object.entries(fields).map(([name, value]) => `  ${name}={${value}}`);
  const { eprint, doi } = fields;
  const url = eprint ? `https://arxiv.org/abs/${eprint}` : doi && `https://doi.org/${doi}`;
  return { source, bibtex: `@${kind}{${key},\n${lines.join(',\n')}\n}`, ...(url ? { url } : {}) };
}

export const citations = {
  sgd: cite('robbins1951sgd', 'Robbins and Monro 1951, “A Stochastic Approximation Method”', 'article', {
    title: 'A Stochastic Approximation Method',
    author: 'Robbins, Herbert and Monro, Sutton',
    journal: 'The Annals of Mathematical Statistics',
    volume: '22',
    number: '3',
    pages: '400--407',
    year: '1951',
    doi: '10.1214/aoms/1177729586',
  }),
  sam: cite('foret2021sam', 'Foret, Kleiner, Mobahi and Neyshabur 2021, arXiv:2010.01412', 'inproceedings', {
    title: 'Sharpness-Aware Minimization for Efficiently Improving Generalization',
    author: 'Foret, Pierre and Kleiner, Ariel and Mobahi, Hossein and Neyshabur, Behnam',
    booktitle: 'International Conference on Learning Representations',
    year: '2021',
    eprint: '2010.01412',
  }),
  asam: cite('kwon2021asam', 'Kwon, Kim, Park and Choi 2021, arXiv:2102.11600', 'inproceedings', {
    title: 'ASAM: Adaptive Sharpness-Aware Minimization for Scale-Invariant Learning of Deep Neural Networks',
    author: 'Kwon, Jungmin and Kim, Jeongseop and Park, Hyunseo and Choi, In Kwon',
    booktitle: 'International Conference on Machine Learning',
    year: '2021',
    eprint: '2102.11600',
  }),
  esam: cite('du2022esam', 'Du, Yan, Feng, Zhou, Zhen, Goh and Tan 2022, arXiv:2110.03141', 'inproceedings', {
    title: 'Efficient Sharpness-aware Minimization for Improved Training of Neural Networks',
    author: 'Du, Jiawei and Yan, Hanshu and Feng, Jiashi and Zhou, Joey Tianyi and Zhen, Liangli and Goh, Rick Siow Mong and Tan, Vincent',
    booktitle: 'International Conference on Learning Representations',
    year: '2022',
    eprint: '2110.03141',
  }),
  gsam: cite(
    'zhuang2022gsam',
    'Zhuang, Gong, Yuan, Cui, Adam, Dvornek, Tatikonda, Duncan and Liu 2022, arXiv:2203.08065',
    'inproceedings',
    {
      title: 'Surrogate Gap Minimization Improves Sharpness-Aware Training',
      author:
        'Zhuang, Juntang and Gong, Boqing and Yuan, Liangzhe and Cui, Yin and Adam, Hartwig and Dvornek, Nicha and Tatikonda, Sekhar and Duncan, James and Liu, Ting',
      booktitle: 'International Conference on Learning Representations',
      year: '2022',
      eprint: '2203.08065',
    },
  ),
  looksam: cite('liu2022looksam', 'Liu, Mai, Chen, Hsieh and You 2022, arXiv:2203.02714', 'inproceedings', {
    title: 'Towards Efficient and Scalable Sharpness-Aware Minimization',
    author: 'Liu, Yong and Mai, Siqi and Chen, Xiangning and Hsieh, Cho-Jui and You, Yang',
    booktitle: 'IEEE/CVF Conference on Computer Vision and Pattern Recognition',
    year: '2022',
    eprint: '2203.02714',
  }),
  sssam: cite('zhao2022sssam', 'Zhao, Zhang and Hu 2022, arXiv:2203.09962', 'misc', {
    title: 'SS-SAM: Stochastic Scheduled Sharpness-Aware Minimization for Efficiently Training Deep Neural Networks',
    author: 'Zhao, Yang and Zhang, Hao and Hu, Xiuyuan',
    year: '2022',
    eprint: '2203.09962',
  }),
  aesam: cite('jiang2023aesam', 'Jiang, Yang, Zhang and Kwok 2023, arXiv:2304.14647', 'inproceedings', {
    title: 'An Adaptive Policy to Employ Sharpness-Aware Minimization',
    author: 'Jiang, Weisen and Yang, Hansi and Zhang, Yu and Kwok, James',
    booktitle: 'International Conference on Learning Representations',
    year: '2023',
    eprint: '2304.14647',
  }),
  ssam: cite('mi2022ssam', 'Mi, Shen, Ren, Zhou, Sun, Ji and Tao 2022, arXiv:2210.05177', 'inproceedings', {
    title: 'Make Sharpness-Aware Minimization Stronger: A Sparsified Perturbation Approach',
    author: 'Mi, Peng and Shen, Li and Ren, Tianhe and Zhou, Yiyi and Sun, Xiaoshuai and Ji, Rongrong and Tao, Dacheng',
    booktitle: 'Advances in Neural Information Processing Systems',
    year: '2022',
    eprint: '2210.05177',
  }),
  rsam: cite('liu2022rsam', 'Liu, Mai, Cheng, Chen, Hsieh and You 2022, “Random Sharpness-Aware Minimization”', 'inproceedings', {
    title: 'Random Sharpness-Aware Minimization',
    author: 'Liu, Yong and Mai, Siqi and Cheng, Minhao and Chen, Xiangning and Hsieh, Cho-Jui and You, Yang',
    booktitle: 'Advances in Neural Information Processing Systems',
    year: '2022',
  }),
  msam: cite(
    'behdin2023msam',
    'Behdin, Song, Gupta, Keerthi, Acharya, Ocejo, Dexter, Khanna, Durfee and Mazumder 2023, arXiv:2302.09693',
    'misc',
    {
      title: 'mSAM: Micro-Batch-Averaged Sharpness-Aware Minimization',
      author:
        'Behdin, Kayhan and Song, Qingquan and Gupta, Aman and Keerthi, Sathiya and Acharya, Ayan and Ocejo, Borja and Dexter, Gregory and Khanna, Rajiv and Durfee, David and Mazumder, Rahul',
      year: '2023',
      eprint: '2302.09693',
    },
  ),
  nstep: cite('andriushchenko2022understanding', 'Andriushchenko and Flammarion 2022, arXiv:2206.06232', 'inproceedings', {
    title: 'Towards Understanding Sharpness-Aware Minimization',
    author: 'Andriushchenko, Maksym and Flammarion, Nicolas',
    booktitle: 'International Conference on Machine Learning',
    year: '2022',
    eprint: '2206.06232',
  }),
  fsam: cite('li2024fsam', 'Li, Zhou, He, Cheng and Huang 2024, arXiv:2403.12350', 'inproceedings', {
    title: 'Friendly Sharpness-Aware Minimization',
    author: 'Li, Tao and Zhou, Pan and He, Zhengbao and Cheng, Xinwen and Huang, Xiaolin',
    booktitle: 'IEEE/CVF Conference on Computer Vision and Pattern Recognition',
    year: '2024',
    eprint: '2403.12350',
  }),
  vasso: cite('li2023vasso', 'Li and Giannakis 2023, arXiv:2309.15639', 'inproceedings', {
    title: 'Enhancing Sharpness-Aware Optimization Through Variance Suppression',
    author: 'Li, Bingcong and Giannakis, Georgios B.',
    booktitle: 'Advances in Neural Information Processing Systems',
    year: '2023',
    eprint: '2309.15639',
  }),
  msamMomentum: cite('becker2024momentumsam', 'Becker, Altrock and Risse 2024, arXiv:2401.12033', 'misc', {
    title: 'Momentum-SAM: Sharpness Aware Minimization without Computational Overhead',
    author: 'Becker, Marlon and Altrock, Frederick and Risse, Benjamin',
    year: '2024',
    eprint: '2401.12033',
  }),
  gcsam: cite('hassan2025gcsam', 'Hassan, Vakanski, Zhang and Xian 2025, arXiv:2501.11584', 'misc', {
    title: 'GCSAM: Gradient Centralized Sharpness Aware Minimization',
    author: 'Hassan, Mohamed and Vakanski, Aleksandar and Zhang, Boyu and Xian, Min',
    year: '2025',
    eprint: '2501.11584',
  }),
  samon: cite('mueller2023samon', 'Müller, Vlaar, Rolnick and Hein 2023, arXiv:2306.04226', 'inproceedings', {
    title: 'Normalization Layers Are All That Sharpness-Aware Minimization Needs',
    author: 'M{\\"u}ller, Maximilian and Vlaar, Tiffany and Rolnick, David and Hein, Matthias',
    booktitle: 'Advances in Neural Information Processing Systems',
    year: '2023',
    eprint: '2306.04226',
  }),
  fishersam: cite('kim2022fishersam', 'Kim, Li, Hu and Hospedales 2022, arXiv:2206.04920', 'inproceedings', {
    title: 'Fisher SAM: Information Geometry and Sharpness Aware Minimisation',
    author: 'Kim, Minyoung and Li, Da and Hu, Shell Xu and Hospedales, Timothy M.',
    booktitle: 'International Conference on Machine Learning',
    year: '2022',
    eprint: '2206.04920',
  }),
  bsam: cite('moellenhoff2023bsam', 'Möllenhoff and Khan 2023, arXiv:2210.01620', 'inproceedings', {
    title: 'SAM as an Optimal Relaxation of Bayes',
    author: 'M{\\"o}llenhoff, Thomas and Khan, Mohammad Emtiyaz',
    booktitle: 'International Conference on Learning Representations',
    year: '2023',
    eprint: '2210.01620',
  }),
  imbsam: cite('zhou2023imbsam', 'Zhou, Qu, Xu and Shen 2023, arXiv:2308.07815', 'inproceedings', {
    title: 'ImbSAM: A Closer Look at Sharpness-Aware Minimization in Class-Imbalanced Recognition',
    author: 'Zhou, Yixuan and Qu, Yi and Xu, Xing and Shen, Hengtao',
    booktitle: 'IEEE/CVF International Conference on Computer Vision',
    year: '2023',
    eprint: '2308.07815',
  }),
  wsam: cite('yue2023wsam', 'Yue, Jiang, Ye, Gao, Liu and Zhang 2023, arXiv:2305.15817', 'inproceedings', {
    title: 'Sharpness-Aware Minimization Revisited: Weighted Sharpness as a Regularization Term',
    author: 'Yue, Yun and Jiang, Jiadi and Ye, Zhiling and Gao, Ning and Liu, Yongchao and Zhang, Ke',
    booktitle: 'ACM SIGKDD Conference on Knowledge Discovery and Data Mining',
    year: '2023',
    eprint: '2305.15817',
  }),
  gnp: cite('zhao2022gnp', 'Zhao, Zhang and Hu 2022, arXiv:2202.03599', 'inproceedings', {
    title: 'Penalizing Gradient Norm for Efficiently Improving Generalization in Deep Learning',
    author: 'Zhao, Yang and Zhang, Hao and Hu, Xiuyuan',
    booktitle: 'International Conference on Machine Learning',
    year: '2022',
    eprint: '2202.03599',
  }),
  swa: cite('izmailov2018swa', 'Izmailov, Podoprikhin, Garipov, Vetrov and Wilson 2018, arXiv:1803.05407', 'inproceedings', {
    title: 'Averaging Weights Leads to Wider Optima and Better Generalization',
    author: 'Izmailov, Pavel and Podoprikhin, Dmitrii and Garipov, Timur and Vetrov, Dmitry and Wilson, Andrew Gordon',
    booktitle: 'Conference on Uncertainty in Artificial Intelligence',
    year: '2018',
    eprint: '1803.05407',
  }),
  ema: cite('polyak1992averaging', 'Polyak and Juditsky 1992, “Acceleration of Stochastic Approximation by Averaging”', 'article', {
    title: 'Acceleration of Stochastic Approximation by Averaging',
    author: 'Polyak, Boris T. and Juditsky, Anatoli B.',
    journal: 'SIAM Journal on Control and Optimization',
    volume: '30',
    number: '4',
    pages: '838--855',
    year: '1992',
    doi: '10.1137/0330046',
  }),
  swasam: cite('kaddour2022flat', 'Kaddour, Liu, Silva and Kusner 2022, arXiv:2202.00661', 'inproceedings', {
    title: 'When Do Flat Minima Optimizers Work?',
    author: 'Kaddour, Jean and Liu, Linqing and Silva, Ricardo and Kusner, Matt J.',
    booktitle: 'Advances in Neural Information Processing Systems',
    year: '2022',
    eprint: '2202.00661',
  }),
  lookahead: cite('zhang2019lookahead', 'Zhang, Lucas, Hinton and Ba 2019, arXiv:1907.08610', 'inproceedings', {
    title: 'Lookahead Optimizer: k steps forward, 1 step back',
    author: 'Zhang, Michael R. and Lucas, James and Hinton, Geoffrey and Ba, Jimmy',
    booktitle: 'Advances in Neural Information Processing Systems',
    year: '2019',
    eprint: '1907.08610',
  }),
  bisam: cite('xie2024bisam', 'Xie, Latorre, Antonakopoulos, Pethick and Cevher 2024, arXiv:2407.12993', 'inproceedings', {
    title: 'Improving SAM Requires Rethinking its Optimization Formulation',
    author: 'Xie, Wanyun and Latorre, Fabian and Antonakopoulos, Kimon and Pethick, Thomas and Cevher, Volkan',
    booktitle: 'International Conference on Machine Learning',
    year: '2024',
    eprint: '2407.12993',
  }),
  lets: cite('wang2024lets', 'Wang, Jiang, Fu and Zhang 2024, arXiv:2408.08222', 'misc', {
    title: 'Enhancing Sharpness-Aware Minimization by Learning Perturbation Radius',
    author: 'Wang, Xuehao and Jiang, Weisen and Fu, Shuai and Zhang, Yu',
    year: '2024',
    eprint: '2408.08222',
  }),
  universal: cite('tahmasebi2024universal', 'Tahmasebi, Soleymani, Bahri, Jegelka and Jaillet 2024, arXiv:2406.03682', 'inproceedings', {
    title: 'A Universal Class of Sharpness-Aware Minimization Algorithms',
    author: 'Tahmasebi, Behrooz and Soleymani, Ashkan and Bahri, Dara and Jegelka, Stefanie and Jaillet, Patrick',
    booktitle: 'International Conference on Machine Learning',
    year: '2024',
    eprint: '2406.03682',
  }),
} as const satisfies Record<string, Citation>;
