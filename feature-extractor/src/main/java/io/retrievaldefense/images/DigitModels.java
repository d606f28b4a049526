package io.retrievaldefense.images;

import java.util.List;

/**
 * Ways to draw each digit, as street numbers show them: round ones, angular ones, with and without
 * flags, feet and bars. Drawn by hand for this project, so that no font of a platform is involved.
 */
final class DigitModels {

  /** The width of a 1 without a foot, as a share of the box of other digits. */
  private static final double NARROW = 0.45;

  /**
   * One way to draw a digit.
   *
   * @param lines polylines in a box of 1 by 1
   * @param width the share of a normal digit's width that it takes
   */
  record Model(List<double[]> lines, double width) {}

  private static final List<List<Model>> MODELS =
      List.of(
          zeros(), ones(), twos(), threes(), fours(), fives(), sixes(), sevens(), eights(),
          nines());

  private DigitModels() {}

  static Model draw(int digit, SplitMix random) {
    List<Model> models = MODELS.get(digit);
    return models.get(random.below(models.size()));
  }

  private static Model wide(StrokePath path) {
    return new Model(path.lines(), 1);
  }

  private static List<Model> zeros() {
    return List.of(
        wide(new StrokePath().ellipse(.5, .5, .5, .5)),
        wide(
            new StrokePath()
                .arc(.5, .33, .48, .33, 180, 180)
                .line(.98, .67)
                .arc(.5, .67, .48, .33, 0, 180)
                .line(.02, .33)),
        wide(rounded(0, 1)));
  }

  private static List<Model> ones() {
    return List.of(
        new Model(new StrokePath().move(.5, 0).line(.5, 1).lines(), NARROW),
        new Model(new StrokePath().move(.0, .22).line(.7, 0).line(.7, 1).lines(), NARROW),
        new Model(new StrokePath().move(.1, .12).line(.6, .02).line(.6, 1).lines(), NARROW),
        new Model(new StrokePath().move(.0, .3).curve(.55, .2, .7, 0).line(.7, 1).lines(), NARROW),
        new Model(
            new StrokePath()
                .move(.15, .2)
                .line(.55, 0)
                .line(.55, 1)
                .move(.12, 1)
                .line(.95, 1)
                .lines(),
            .75));
  }

  private static List<Model> twos() {
    return List.of(
        wide(new StrokePath().arc(.5, .3, .46, .3, 195, 190).curve(.75, .68, .02, 1).line(1, 1)),
        wide(new StrokePath().arc(.48, .29, .46, .29, 180, 215).line(.02, 1).line(1, 1)),
        wide(
            new StrokePath()
                .move(.06, .22)
                .curve(.1, .0, .5, .0)
                .curve(.96, .0, .94, .32)
                .curve(.9, .6, .3, .78)
                .curve(.08, .86, .04, 1)
                .line(.97, 1)),
        wide(
            new StrokePath()
                .move(.04, .03)
                .line(.8, .03)
                .curve(.97, .05, .96, .25)
                .curve(.96, .48, .75, .49)
                .line(.25, .51)
                .curve(.04, .52, .04, .75)
                .line(.04, .97)
                .line(.97, .97)));
  }

  private static List<Model> threes() {
    return List.of(
        wide(new StrokePath().arc(.45, .25, .42, .25, 200, 250).arc(.45, .74, .5, .26, 270, 245)),
        wide(
            new StrokePath()
                .move(.05, .02)
                .line(.92, .02)
                .line(.42, .4)
                .arc(.45, .69, .5, .31, 280, 235)),
        wide(
            new StrokePath()
                .move(.04, .14)
                .curve(.2, -.02, .5, .0)
                .curve(.98, .04, .84, .34)
                .curve(.75, .49, .38, .49)
                .curve(.95, .5, .97, .75)
                .curve(.92, 1.04, .4, 1)
                .curve(.12, .97, .02, .84)));
  }

  private static List<Model> fours() {
    return List.of(
        wide(new StrokePath().move(.75, 1).line(.75, 0).line(0, .68).line(1, .68)),
        wide(new StrokePath().move(.12, 0).line(.04, .58).line(1, .58).move(.76, .2).line(.76, 1)),
        wide(new StrokePath().move(.45, 0).line(0, .72).line(1, .72).move(.72, .38).line(.72, 1)),
        wide(new StrokePath().move(.05, .0).line(.05, .5).line(.95, .5).move(.95, 0).line(.95, 1)));
  }

  private static List<Model> fives() {
    return List.of(
        wide(
            new StrokePath()
                .move(.9, 0)
                .line(.2, 0)
                .line(.1, .46)
                .arc(.45, .67, .5, .33, 222, 290)),
        wide(
            new StrokePath()
                .move(.95, .02)
                .line(.06, .02)
                .line(.06, .44)
                .line(.5, .44)
                .arc(.5, .72, .47, .28, 270, 240)),
        wide(
            new StrokePath()
                .move(.88, .0)
                .line(.22, .02)
                .line(.14, .42)
                .curve(.95, .3, .96, .68)
                .curve(.9, 1.06, .3, .99)
                .curve(.14, .96, .03, .84)));
  }

  private static List<Model> sixes() {
    return List.of(wide(hookedSix()), wide(straightSix()), wide(roundSix()));
  }

  private static List<Model> nines() {
    return List.of(
        wide(hookedSix().turned()), wide(straightSix().turned()), wide(roundSix().turned()));
  }

  private static StrokePath hookedSix() {
    return new StrokePath()
        .move(.86, 0)
        .curve(.35, .04, .02, .32, .02, .68)
        .arc(.5, .68, .48, .32, 180, 360);
  }

  private static StrokePath straightSix() {
    return new StrokePath().move(.7, 0).line(.1, .56).ellipse(.5, .69, .48, .31);
  }

  private static StrokePath roundSix() {
    return new StrokePath()
        .arc(.52, .32, .48, .32, 330, -150)
        .line(.04, .68)
        .arc(.51, .69, .47, .31, 180, 360);
  }

  private static List<Model> sevens() {
    return List.of(
        wide(new StrokePath().move(0, .02).line(1, .02).line(.35, 1)),
        wide(new StrokePath().move(0, .02).line(1, .02).curve(.48, .48, .4, 1)),
        wide(new StrokePath().move(.02, .18).line(.02, .02).line(.98, .02).line(.4, 1)),
        wide(new StrokePath().move(0, .02).line(1, .02).line(.35, 1).move(.28, .5).line(.86, .5)));
  }

  private static List<Model> eights() {
    return List.of(
        wide(new StrokePath().ellipse(.5, .24, .4, .24).ellipse(.5, .73, .48, .27)),
        wide(new StrokePath().ellipse(.5, .25, .46, .25).ellipse(.5, .75, .46, .25)),
        wide(
            new StrokePath()
                .move(.86, .2)
                .curve(.8, .0, .5, .0)
                .curve(.14, .02, .14, .24)
                .curve(.16, .42, .5, .48)
                .curve(.96, .56, .96, .76)
                .curve(.92, 1, .5, 1)
                .curve(.06, .99, .04, .76)
                .curve(.06, .56, .5, .48)
                .curve(.84, .4, .86, .2)),
        wide(joined(rounded(0, .5), rounded(.5, 1))));
  }

  /** A rectangle with round corners over the whole width. */
  private static StrokePath rounded(double top, double bottom) {
    double x = .26;
    double y = Math.min(.18, (bottom - top) / 2);
    return new StrokePath()
        .arc(.02 + x, top + y, x, y, 180, 90)
        .arc(.98 - x, top + y, x, y, 270, 90)
        .arc(.98 - x, bottom - y, x, y, 0, 90)
        .arc(.02 + x, bottom - y, x, y, 90, 90)
        .line(.02, top + y);
  }

  private static StrokePath joined(StrokePath first, StrokePath second) {
    for (double[] line : second.lines()) {
      first.move(line[0], line[1]);
      for (int i = 2; i < line.length; i += 2) {
        first.line(line[i], line[i + 1]);
      }
    }
    return first;
  }
}
