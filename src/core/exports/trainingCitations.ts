/** Papers behind what is not an algorithm: optimizers, schedules, networks and data sets, found by the arXiv number of their source. */
import { cite } from '../sam/recipes/citations';

export const trainingCitations = {
  adam: cite('kingma2015adam', 'Kingma and Ba 2015, arXiv:1412.6980', 'inproceedings', {
    title: 'Adam: A Method for Stochastic Optimization',
    author: 'Kingma, Diederik P. and Ba, Jimmy',
    booktitle: 'International Conference on Learning Representations',
    year: '2015',
    eprint: '1412.6980',
  }),
  adamw: cite('loshchilov2019adamw', 'Loshchilov and Hutter 2019, arXiv:1711.05101', 'inproceedings', {
    title: 'Decoupled Weight Decay Regularization',
    author: 'Loshchilov, Ilya and Hutter, Frank',
    booktitle: 'International Conference on Learning Representations',
    year: '2019',
    eprint: '1711.05101',
  }),
  cosine: cite('loshchilov2017sgdr', 'Loshchilov and Hutter 2017, arXiv:1608.03983', 'inproceedings', {
    title: 'SGDR: Stochastic Gradient Descent with Warm Restarts',
    author: 'Loshchilov, Ilya and Hutter, Frank',
    booktitle: 'International Conference on Learning Representations',
    year: '2017',
    eprint: '1608.03983',
  }),
  resnet: cite('he2016resnet', 'He, Zhang, Ren and Sun 2016, arXiv:1512.03385', 'inproceedings', {
    title: 'Deep Residual Learning for Image Recognition',
    author: 'He, Kaiming and Zhang, Xiangyu and Ren, Shaoqing and Sun, Jian',
    booktitle: 'IEEE Conference on Computer Vision and Pattern Recognition',
    year: '2016',
    eprint: '1512.03385',
  }),
  wideResnet: cite('zagoruyko2016wide', 'Zagoruyko and Komodakis 2016, arXiv:1605.07146', 'inproceedings', {
    title: 'Wide Residual Networks',
    author: 'Zagoruyko, Sergey and Komodakis, Nikos',
    booktitle: 'British Machine Vision Conference',
    year: '2016',
    eprint: '1605.07146',
  }),
  vgg: cite('simonyan2015vgg', 'Simonyan and Zisserman 2015, arXiv:1409.1556', 'inproceedings', {
    title: 'Very Deep Convolutional Networks for Large-Scale Image Recognition',
    author: 'Simonyan, Karen and Zisserman, Andrew',
    booktitle: 'International Conference on Learning Representations',
    year: '2015',
    eprint: '1409.1556',
  }),
  densenet: cite('huang2017densenet', 'Huang, Liu, van der Maaten and Weinberger 2017, arXiv:1608.06993', 'inproceedings', {
    title: 'Densely Connected Convolutional Networks',
    author: 'Huang, Gao and Liu, Zhuang and van der Maaten, Laurens and Weinberger, Kilian Q.',
    booktitle: 'IEEE Conference on Computer Vision and Pattern Recognition',
    year: '2017',
    eprint: '1608.06993',
  }),
  pyramidnet: cite('han2017pyramidnet', 'Han, Kim and Kim 2017, arXiv:1610.02915', 'inproceedings', {
    title: 'Deep Pyramidal Residual Networks',
    author: 'Han, Dongyoon and Kim, Jiwhan and Kim, Junmo',
    booktitle: 'IEEE Conference on Computer Vision and Pattern Recognition',
    year: '2017',
    eprint: '1610.02915',
  }),
  pinwheel: cite('johnson2016svae', 'Johnson, Duvenaud, Wiltschko, Datta and Adams 2016, arXiv:1603.06277', 'inproceedings', {
    title: 'Composing graphical models with neural networks for structured representations and fast inference',
    author: 'Johnson, Matthew J. and Duvenaud, David and Wiltschko, Alexander B. and Datta, Sandeep R. and Adams, Ryan P.',
    booktitle: 'Advances in Neural Information Processing Systems',
    year: '2016',
    eprint: '1603.06277',
  }),
};
