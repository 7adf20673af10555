#include "corpus/gazetteer/region_finder.h"
