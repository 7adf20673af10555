#include "corpus/analysis/fold.h"
