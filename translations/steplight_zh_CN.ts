<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Disputes</name>
    <message numerus="yes">
        <source>%n regions</source>
        <translation>
            <numerusform>%n 个区域</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n disputed · %1 % agree</source>
        <translation>
            <numerusform>%n 处有分歧 · 一致 %1 %</numerusform>
        </translation>
    </message>
    <message>
        <source>✓ decided</source>
        <translation>✓ 已裁定</translation>
    </message>
    <message>
        <source>ambiguous step</source>
        <translation>步骤含糊</translation>
    </message>
    <message>
        <source>guideline gap</source>
        <translation>指南缺漏</translation>
    </message>
    <message>
        <source>annotator error</source>
        <translation>标注者失误</translation>
    </message>
    <message>
        <source>image unreadable</source>
        <translation>图像看不清</translation>
    </message>
    <message>
        <source>answer key wrong</source>
        <translation>答案键有误</translation>
    </message>
    <message>
        <source>should read “%1”</source>
        <translation>应写作“%1”</translation>
    </message>
</context>
<context>
    <name>ErrorWords</name>
    <message>
        <source>This is a project, not a data set.</source>
        <translation>这是一个项目，不是数据集。</translation>
    </message>
    <message>
        <source>A picture could not be taken.</source>
        <translation>有一张图片无法接收。</translation>
    </message>
    <message>
        <source>The label cannot be recorded like this.</source>
        <translation>标签无法这样记录。</translation>
    </message>
    <message>
        <source>The query cannot be read.</source>
        <translation>查询无法解析。</translation>
    </message>
    <message>
        <source>Another program keeps the project busy.</source>
        <translation>另一个程序正占用该项目。</translation>
    </message>
    <message>
        <source>The project file is damaged.</source>
        <translation>项目文件已损坏。</translation>
    </message>
    <message>
        <source>There is one already.</source>
        <translation>已有同名的内容。</translation>
    </message>
    <message>
        <source>The disk is full. What was saved before is kept.</source>
        <translation>磁盘已满。此前保存的内容都在。</translation>
    </message>
    <message>
        <source>The project is no longer there. What was saved before is with it; bring it back or open it where it is now.</source>
        <translation>项目已不在原处。此前保存的内容都在项目中；请把它移回，或在现在的位置打开。</translation>
    </message>
    <message>
        <source>Reading or writing failed. What was saved before is kept; look at the drive and its free space.</source>
        <translation>读写失败。此前保存的内容都在；请检查磁盘及其剩余空间。</translation>
    </message>
    <message>
        <source>The project is from a newer Steplight. Nothing was changed; update the program.</source>
        <translation>该项目来自更新版本的 Steplight。未作任何更改；请更新程序。</translation>
    </message>
    <message>
        <source>The file is not there.</source>
        <translation>文件不存在。</translation>
    </message>
    <message>
        <source>There is no question to solve.</source>
        <translation>没有可求解的问题。</translation>
    </message>
    <message>
        <source>There is no such format.</source>
        <translation>没有这种格式。</translation>
    </message>
    <message>
        <source>The question is not in the project.</source>
        <translation>项目中没有该问题。</translation>
    </message>
    <message>
        <source>There is no such rule.</source>
        <translation>没有这条规则。</translation>
    </message>
    <message>
        <source>The run is not in the project.</source>
        <translation>项目中没有该运行。</translation>
    </message>
    <message>
        <source>The trace is not in the project.</source>
        <translation>项目中没有该推理轨迹。</translation>
    </message>
    <message>
        <source>This is no Steplight project.</source>
        <translation>这不是 Steplight 项目。</translation>
    </message>
    <message>
        <source>The project cannot be written to. Nothing was changed; look at its permissions.</source>
        <translation>项目不可写入。未作任何更改；请检查权限。</translation>
    </message>
    <message>
        <source>There is no model in the folder.</source>
        <translation>文件夹中没有模型。</translation>
    </message>
    <message>
        <source>A setting of the run cannot be used.</source>
        <translation>运行的某项设置无法使用。</translation>
    </message>
    <message>
        <source>No label that the training could learn from.</source>
        <translation>没有可供训练学习的标注。</translation>
    </message>
    <message>
        <source>There is no such set.</source>
        <translation>没有这样的集合。</translation>
    </message>
    <message>
        <source>A PRM has not scored what is to be measured.</source>
        <translation>有 PRM 尚未给要评测的内容打分。</translation>
    </message>
    <message>
        <source>There is nothing that a PRM could be measured by.</source>
        <translation>没有可用来评测 PRM 的依据。</translation>
    </message>
    <message>
        <source>The label is not in the project.</source>
        <translation>项目中没有这条标注。</translation>
    </message>
    <message>
        <source>There is no rewritten step to go on from.</source>
        <translation>没有可以继续的改写步骤。</translation>
    </message>
</context>
<context>
    <name>ExportWords</name>
    <message>
        <source>VL-PRM training chats (JSON Lines): a step a turn, answered + or -</source>
        <translation>VL-PRM 训练对话 (JSON Lines)：每轮一个步骤，回答 + 或 -</translation>
    </message>
    <message>
        <source>comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>error kind</source>
        <translation>错误类型</translation>
    </message>
    <message>
        <source>label &quot;bad-question&quot;</source>
        <translation>标注“题目有误”</translation>
    </message>
    <message>
        <source>label &quot;cannot-judge&quot;</source>
        <translation>标注“无法判断”</translation>
    </message>
    <message>
        <source>label &quot;skipped&quot;</source>
        <translation>标注“已跳过”</translation>
    </message>
    <message>
        <source>label after an undecided step</source>
        <translation>未定步骤之后的标注</translation>
    </message>
    <message>
        <source>label after the first error</source>
        <translation>首个错误之后的标注</translation>
    </message>
    <message>
        <source>neutral label</source>
        <translation>中性标注</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>rival labels of a step</source>
        <translation>同一步骤的冲突标注</translation>
    </message>
    <message>
        <source>row with the same steps as an earlier one</source>
        <translation>与前面某行步骤相同的行</translation>
    </message>
    <message>
        <source>step after the first error</source>
        <translation>首个错误之后的步骤</translation>
    </message>
    <message>
        <source>step without a label</source>
        <translation>没有标注的步骤</translation>
    </message>
    <message>
        <source>trace that the judge calls correct and Monte-Carlo does not</source>
        <translation>评审判为正确而蒙特卡洛不认同的推理轨迹</translation>
    </message>
    <message>
        <source>trace without a judge&apos;s verdict</source>
        <translation>没有评审判定的推理轨迹</translation>
    </message>
    <message>
        <source>trace without a usable label</source>
        <translation>没有可用标注的推理轨迹</translation>
    </message>
    <message>
        <source>label &quot;wrong-key&quot;</source>
        <translation>标注“标准答案有误”</translation>
    </message>
    <message>
        <source>trace whose first error judge and Monte-Carlo see at different steps</source>
        <translation>评审与蒙特卡洛首个错误步骤不同的轨迹</translation>
    </message>
    <message>
        <source>trace without Monte-Carlo counts</source>
        <translation>没有蒙特卡洛计数的轨迹</translation>
    </message>
    <message>
        <source>row that the set leaves out</source>
        <translation>集合不采用的行</translation>
    </message>
    <message>
        <source>PRM800K&apos;s labels (JSON Lines): a person&apos;s ratings of a trace a line</source>
        <translation>PRM800K 标注（JSON Lines）：每行是一个人对一条推理轨迹的评分</translation>
    </message>
    <message>
        <source>Potato&apos;s PRM export (JSON Lines), and its items beside it</source>
        <translation>Potato 的 PRM 导出（JSON Lines），旁边附有其条目文件</translation>
    </message>
    <message>
        <source>Label Studio&apos;s tasks (JSON) with annotations and predictions, and their config</source>
        <translation>Label Studio 任务（JSON），含标注和预测，并附标注配置</translation>
    </message>
    <message>
        <source>labelme&apos;s files of regions (JSON), one beside each picture of a folder</source>
        <translation>labelme 区域文件（JSON），文件夹中每张图片旁一个</translation>
    </message>
    <message>
        <source>COCO annotations (JSON) of regions, with attributes of their steps</source>
        <translation>COCO 区域标注（JSON），属性中注明所属步骤</translation>
    </message>
    <message>
        <source>broken region</source>
        <translation>损坏的区域</translation>
    </message>
    <message>
        <source>date of a label</source>
        <translation>标注日期</translation>
    </message>
    <message>
        <source>estimate</source>
        <translation>估计</translation>
    </message>
    <message>
        <source>guideline of a label</source>
        <translation>标注所依据的指南</translation>
    </message>
    <message>
        <source>judge&apos;s reply</source>
        <translation>评审的回复</translation>
    </message>
    <message>
        <source>label without a region</source>
        <translation>没有区域的标注</translation>
    </message>
    <message>
        <source>model or run of an estimate</source>
        <translation>估计的模型或运行</translation>
    </message>
    <message>
        <source>picture of a question</source>
        <translation>题目的图片</translation>
    </message>
    <message>
        <source>region on a missing picture</source>
        <translation>缺失图片上的区域</translation>
    </message>
    <message>
        <source>replaced label</source>
        <translation>已被替换的标注</translation>
    </message>
    <message>
        <source>section of a step</source>
        <translation>步骤所属的部分</translation>
    </message>
    <message>
        <source>time a label took</source>
        <translation>标注用时</translation>
    </message>
    <message>
        <source>trace without a label</source>
        <translation>没有标注的推理轨迹</translation>
    </message>
    <message>
        <source>what was visible</source>
        <translation>标注时可见的内容</translation>
    </message>
    <message>
        <source>Rewritten steps to imitate (JSON Lines): prompt and completion</source>
        <translation>供模仿的改写步骤（JSON Lines）：提示与补全</translation>
    </message>
    <message>
        <source>Rewritten steps to prefer (JSON Lines): chosen and rejected after a prefix</source>
        <translation>偏好对（JSON Lines）：同一前缀之后选用的与舍弃的步骤</translation>
    </message>
    <message>
        <source>rewritten step</source>
        <translation>改写的步骤</translation>
    </message>
    <message>
        <source>label without a rewrite</source>
        <translation>没有改写的标注</translation>
    </message>
    <message>
        <source>overruled estimate</source>
        <translation>被推翻的估计</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 %2 (%3 %)</source>
        <translation>%1 %2（%3 %）</translation>
    </message>
    <message>
        <source>✓ right</source>
        <translation>✓ 正确</translation>
    </message>
    <message>
        <source>○ neutral</source>
        <translation>○ 中性</translation>
    </message>
    <message>
        <source>✕ wrong</source>
        <translation>✕ 错误</translation>
    </message>
    <message>
        <source>not rated</source>
        <translation>未评</translation>
    </message>
    <message>
        <source>kind not said</source>
        <translation>未说明种类</translation>
    </message>
    <message>
        <source>Steps labelled</source>
        <translation>已标步骤</translation>
    </message>
    <message>
        <source>%1 today · %2 in seven days · %3 altogether</source>
        <translation>今天 %1 · 七天内 %2 · 共 %3</translation>
    </message>
    <message>
        <source>Ratings</source>
        <translation>评定</translation>
    </message>
    <message>
        <source>Kinds of error</source>
        <translation>错误类型</translation>
    </message>
    <message>
        <source>Time per step</source>
        <translation>每步用时</translation>
    </message>
    <message>
        <source>%1 in the middle, half of them between %2 and %3 (%4 steps; pauses left out)</source>
        <translation>中位数 %1，一半在 %2 与 %3 之间（%4 步；不计停顿）</translation>
    </message>
    <message>
        <source>Worth a second look</source>
        <translation>值得再看一眼</translation>
    </message>
    <message>
        <source>%1 of %2 right-ratings took under half a second; the guideline suggests looking at the image first. Easy steps are quick too: this is a hint, no judgement.</source>
        <translation>%2 个“正确”中有 %1 个用时不到半秒；指南建议先看图像。简单的步骤也快：这只是提示，不是评判。</translation>
    </message>
    <message>
        <source>Beside gold</source>
        <translation>与金标相比</translation>
    </message>
    <message>
        <source>%1 of %2 steps rated the same</source>
        <translation>%2 步中 %1 步评定相同</translation>
    </message>
    <message>
        <source>first error the same in %1 of %2 traces</source>
        <translation>%2 条轨迹中 %1 条首个错误相同</translation>
    </message>
    <message>
        <source>regions overlap by %1 (IoU, %2 steps)</source>
        <translation>区域重叠 %1（IoU，%2 步）</translation>
    </message>
</context>
<context>
    <name>GrammarRows</name>
    <message>
        <source>has no name</source>
        <translation>没有名称</translation>
    </message>
    <message>
        <source>name not possible</source>
        <translation>名称不可用</translation>
    </message>
    <message>
        <source>name taken</source>
        <translation>名称已被占用</translation>
    </message>
    <message>
        <source>key not possible</source>
        <translation>按键不可用</translation>
    </message>
    <message>
        <source>key taken</source>
        <translation>按键已被占用</translation>
    </message>
    <message>
        <source>belongs nowhere</source>
        <translation>没有归属</translation>
    </message>
</context>
<context>
    <name>Import</name>
    <message>
        <source>%1, line %2: %3</source>
        <translation>%1，第 %2 行：%3</translation>
    </message>
    <message numerus="yes">
        <source>%n new traces</source>
        <translation>
            <numerusform>新增 %n 条推理轨迹</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n known already</source>
        <translation>
            <numerusform>%n 条已有</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 judge replies joined</source>
        <translation>评审回复已并入 %1 条（共 %2 条）</translation>
    </message>
    <message numerus="yes">
        <source>%n images missing</source>
        <translation>
            <numerusform>缺少 %n 幅图像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows rejected, first: %1</source>
        <translation>
            <numerusform>%n 行被拒，第一处：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelled; import the same files again to go on.</source>
        <translation>已取消；再次导入相同的文件即可继续。</translation>
    </message>
    <message numerus="yes">
        <source>%n new questions without a trace</source>
        <translation>
            <numerusform>%n 个没有推理轨迹的新题目</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n parts kept in another form or not at all, first: %1</source>
        <translation>
            <numerusform>%n 处以其他形式保存或未保存，第一处：%1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeyFile</name>
    <message>
        <source>Line %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
    <message>
        <source>an action has a list of at most %1 keys, such as [&quot;J&quot;].</source>
        <translation>每个操作对应一个最多 %1 个按键的列表，例如 [&quot;J&quot;]。</translation>
    </message>
    <message>
        <source>“%1” is no key that can be set.</source>
        <translation>“%1”不是可设置的按键。</translation>
    </message>
    <message>
        <source>%1 would mean both “%2” and “%3”.</source>
        <translation>%1 会同时表示“%2”和“%3”。</translation>
    </message>
    <message>
        <source>there is no action called “%1”.</source>
        <translation>没有名为“%1”的操作。</translation>
    </message>
    <message>
        <source>the key for “%1” cannot be changed.</source>
        <translation>“%1”的按键不能更改。</translation>
    </message>
    <message>
        <source>The file is too large for a set of keys.</source>
        <translation>文件过大，不是按键方案。</translation>
    </message>
    <message>
        <source>Line %1: %2.</source>
        <translation>第 %1 行：%2。</translation>
    </message>
    <message>
        <source>Line 1: this is no set of keys; “format” is not “%1”.</source>
        <translation>第 1 行：这不是按键方案；“format”不是“%1”。</translation>
    </message>
    <message>
        <source>only version 1 can be read; a newer Steplight wrote this.</source>
        <translation>只能读取版本 1；此文件由更新的 Steplight 写入。</translation>
    </message>
    <message>
        <source>“keys” has to name actions and their keys.</source>
        <translation>“keys”须列出操作及其按键。</translation>
    </message>
</context>
<context>
    <name>KeyMap</name>
    <message>
        <source>Label, Explore, Runs, Models, Export</source>
        <translation>标注、浏览、运行、模型、导出</translation>
    </message>
    <message>
        <source>Go to Label</source>
        <translation>转到“标注”</translation>
    </message>
    <message>
        <source>Go to Explore</source>
        <translation>转到“浏览”</translation>
    </message>
    <message>
        <source>Go to Runs</source>
        <translation>转到“运行”</translation>
    </message>
    <message>
        <source>Go to Models</source>
        <translation>转到“模型”</translation>
    </message>
    <message>
        <source>Go to Export</source>
        <translation>转到“导出”</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>导入文件</translation>
    </message>
    <message>
        <source>Find traces</source>
        <translation>查找推理轨迹</translation>
    </message>
    <message>
        <source>Undo the last label, also after a restart</source>
        <translation>撤销上一个标注，重启后也可以</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>The last messages</source>
        <translation>最近的消息</translation>
    </message>
    <message>
        <source>All keys on one sheet</source>
        <translation>全部按键一览</translation>
    </message>
    <message>
        <source>Change keys</source>
        <translation>更改按键</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Close the project</source>
        <translation>关闭项目</translation>
    </message>
    <message>
        <source>Quit; nothing is lost</source>
        <translation>退出；不会丢失任何内容</translation>
    </message>
    <message>
        <source>Previous, next trace</source>
        <translation>上一条、下一条推理轨迹</translation>
    </message>
    <message>
        <source>Open the trace on the Label page</source>
        <translation>在“标注”页打开推理轨迹</translation>
    </message>
    <message>
        <source>Previous trace</source>
        <translation>上一条推理轨迹</translation>
    </message>
    <message>
        <source>Next trace</source>
        <translation>下一条推理轨迹</translation>
    </message>
    <message>
        <source>List the words of a query</source>
        <translation>列出查询用词</translation>
    </message>
    <message>
        <source>New queue from the query</source>
        <translation>由查询新建队列</translation>
    </message>
    <message>
        <source>Score traces</source>
        <translation>为推理轨迹打分</translation>
    </message>
    <message>
        <source>Write the file</source>
        <translation>写入文件</translation>
    </message>
    <message>
        <source>Move the image</source>
        <translation>移动图像</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Previous, next image</source>
        <translation>上一幅、下一幅图像</translation>
    </message>
    <message>
        <source>Brightness, only on the screen</source>
        <translation>亮度，仅影响屏幕显示</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>伽马</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Fit the image to its pane</source>
        <translation>图像适应窗格</translation>
    </message>
    <message>
        <source>One to one</source>
        <translation>一比一</translation>
    </message>
    <message>
        <source>Hold and drag to move the image</source>
        <translation>按住并拖动以移动图像</translation>
    </message>
    <message>
        <source>Move the image left</source>
        <translation>图像左移</translation>
    </message>
    <message>
        <source>Move the image right</source>
        <translation>图像右移</translation>
    </message>
    <message>
        <source>Move the image up</source>
        <translation>图像上移</translation>
    </message>
    <message>
        <source>Move the image down</source>
        <translation>图像下移</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>上一幅图像</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>下一幅图像</translation>
    </message>
    <message>
        <source>Darker, only on the screen</source>
        <translation>调暗，仅影响屏幕显示</translation>
    </message>
    <message>
        <source>Brighter, only on the screen</source>
        <translation>调亮，仅影响屏幕显示</translation>
    </message>
    <message>
        <source>Less contrast</source>
        <translation>降低对比度</translation>
    </message>
    <message>
        <source>More contrast</source>
        <translation>提高对比度</translation>
    </message>
    <message>
        <source>Lower gamma</source>
        <translation>降低伽马</translation>
    </message>
    <message>
        <source>Higher gamma</source>
        <translation>提高伽马</translation>
    </message>
    <message>
        <source>Brightness, contrast and gamma back</source>
        <translation>亮度、对比度和伽马复原</translation>
    </message>
    <message>
        <source>Compare two models</source>
        <translation>比较两个模型</translation>
    </message>
    <message>
        <source>Measure the two</source>
        <translation>评测这两个模型</translation>
    </message>
    <message>
        <source>Region on the image</source>
        <translation>图像上的区域</translation>
    </message>
    <message>
        <source>Remove it, or the chosen corner</source>
        <translation>删除区域或选中的顶点</translation>
    </message>
    <message>
        <source>Duplicate it</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>Next corner; arrows then move it</source>
        <translation>下一个顶点；方向键移动它</translation>
    </message>
    <message>
        <source>Take the last corner back, or an unfinished change</source>
        <translation>收回最后一个顶点或未完成的改动</translation>
    </message>
    <message>
        <source>Keep it; closes a polygon</source>
        <translation>保留；多边形则闭合</translation>
    </message>
    <message>
        <source>Leave it as it was</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>Move it; Shift by ten, Ctrl resizes a box</source>
        <translation>移动；Shift 每次十像素，Ctrl 调整框的大小</translation>
    </message>
    <message>
        <source>Next region: the step&apos;s first, then all others</source>
        <translation>下一个区域：先是此步骤的，再是其他的</translation>
    </message>
    <message>
        <source>Smart selection: less, more</source>
        <translation>智能选取：少选、多选</translation>
    </message>
    <message>
        <source>Select less</source>
        <translation>少选一些</translation>
    </message>
    <message>
        <source>Select more</source>
        <translation>多选一些</translation>
    </message>
    <message>
        <source>The journal of all decisions</source>
        <translation>全部决定的日志</translation>
    </message>
    <message>
        <source>Adjudication</source>
        <translation>裁定</translation>
    </message>
    <message>
        <source>Larger, smaller text</source>
        <translation>放大、缩小文字</translation>
    </message>
    <message>
        <source>The guideline and the kinds of error</source>
        <translation>指南与错误类型</translation>
    </message>
    <message>
        <source>Decide where people differ</source>
        <translation>裁定意见分歧</translation>
    </message>
    <message>
        <source>My figures</source>
        <translation>我的数据</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Next layout of the window</source>
        <translation>下一个窗口布局</translation>
    </message>
    <message>
        <source>Keep this layout under a name</source>
        <translation>以名称保存当前布局</translation>
    </message>
    <message>
        <source>Take what A, B, C … said</source>
        <translation>采用 A、B、C……的意见</translation>
    </message>
    <message>
        <source>Take what A said</source>
        <translation>采用 A 的意见</translation>
    </message>
    <message>
        <source>Take what B said</source>
        <translation>采用 B 的意见</translation>
    </message>
    <message>
        <source>Take what C said</source>
        <translation>采用 C 的意见</translation>
    </message>
    <message>
        <source>Take what D said</source>
        <translation>采用 D 的意见</translation>
    </message>
    <message>
        <source>Take what E said</source>
        <translation>采用 E 的意见</translation>
    </message>
    <message>
        <source>Take what F said</source>
        <translation>采用 F 的意见</translation>
    </message>
    <message>
        <source>Right, whatever they said</source>
        <translation>正确，不论他们怎么说</translation>
    </message>
    <message>
        <source>Neutral, whatever they said</source>
        <translation>中性，不论他们怎么说</translation>
    </message>
    <message>
        <source>Wrong, whatever they said</source>
        <translation>错误，不论他们怎么说</translation>
    </message>
    <message>
        <source>Cannot judge</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>Why they differed, then a letter</source>
        <translation>分歧的原因，再按字母</translation>
    </message>
    <message>
        <source>Previous, next step</source>
        <translation>上一步、下一步</translation>
    </message>
    <message>
        <source>Previous step</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Next disputed step</source>
        <translation>下一个有分歧的步骤</translation>
    </message>
    <message>
        <source>Next disputed trace</source>
        <translation>下一条有分歧的轨迹</translation>
    </message>
    <message>
        <source>Previous disputed trace</source>
        <translation>上一条有分歧的轨迹</translation>
    </message>
    <message>
        <source>Who said what, once all is decided</source>
        <translation>全部裁定后：谁说了什么</translation>
    </message>
    <message>
        <source>Undo the last decision</source>
        <translation>撤销上次裁定</translation>
    </message>
</context>
<context>
    <name>KeySets</name>
    <message>
        <source>The keys could not be written to %1: %2. Choose another place.</source>
        <translation>无法将按键写入 %1：%2。请选择其他位置。</translation>
    </message>
    <message>
        <source>The keys were written to %1.</source>
        <translation>按键已写入 %1。</translation>
    </message>
    <message>
        <source>%1 could not be read: %2. Your keys are as before.</source>
        <translation>无法读取 %1：%2。你的按键保持不变。</translation>
    </message>
    <message>
        <source>%1 was not taken: %2 Your keys are as before.</source>
        <translation>未采用 %1：%2 你的按键保持不变。</translation>
    </message>
    <message>
        <source>The keys of %1 are yours now.</source>
        <translation>已采用 %1 中的按键。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>LabelChoices</name>
    <message>
        <source>perception</source>
        <translation>感知</translation>
    </message>
    <message>
        <source>reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>knowledge</source>
        <translation>知识</translation>
    </message>
    <message>
        <source>format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>text misread</source>
        <translation>文字看错</translation>
    </message>
    <message>
        <source>miscounted</source>
        <translation>数错</translation>
    </message>
    <message>
        <source>colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>shape or size</source>
        <translation>形状或大小</translation>
    </message>
    <message>
        <source>position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>missed object</source>
        <translation>漏看物体</translation>
    </message>
    <message>
        <source>invented object</source>
        <translation>无中生有</translation>
    </message>
    <message>
        <source>arithmetic</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>logic</source>
        <translation>逻辑</translation>
    </message>
    <message>
        <source>question misread</source>
        <translation>误解题意</translation>
    </message>
    <message>
        <source>unsupported</source>
        <translation>缺乏依据</translation>
    </message>
    <message>
        <source>judge nitpicks</source>
        <translation>评审过苛</translation>
    </message>
    <message>
        <source>scorer misperceived</source>
        <translation>打分模型看错</translation>
    </message>
    <message>
        <source>own words</source>
        <translation>自行填写</translation>
    </message>
    <message>
        <source>wrong object</source>
        <translation>认错物体</translation>
    </message>
    <message>
        <source>lucky</source>
        <translation>碰巧</translation>
    </message>
    <message>
        <source>unlucky</source>
        <translation>不走运</translation>
    </message>
    <message>
        <source>too few rollouts</source>
        <translation>采样续写次数太少</translation>
    </message>
    <message>
        <source>nitpick</source>
        <translation>过苛</translation>
    </message>
    <message>
        <source>misperceived</source>
        <translation>看错</translation>
    </message>
    <message>
        <source>misread the step</source>
        <translation>误读步骤</translation>
    </message>
    <message>
        <source>position or length</source>
        <translation>受位置或长度影响</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>判断有误</translation>
    </message>
    <message>
        <source>rollouts</source>
        <translation>采样续写</translation>
    </message>
    <message>
        <source>judge</source>
        <translation>评审</translation>
    </message>
    <message>
        <source>PRM</source>
        <translation>PRM</translation>
    </message>
    <message>
        <source>given</source>
        <translation>自带</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>LabelKeys</name>
    <message>
        <source>Score this trace now, with the PRM used last</source>
        <translation>立即用最近使用的 PRM 给该轨迹打分</translation>
    </message>
    <message>
        <source>Previous step</source>
        <translation>上一步骤</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步骤</translation>
    </message>
    <message>
        <source>Right, go on</source>
        <translation>正确，继续</translation>
    </message>
    <message>
        <source>Neutral, go on</source>
        <translation>中性，继续</translation>
    </message>
    <message>
        <source>Wrong, go on</source>
        <translation>错误，继续</translation>
    </message>
    <message>
        <source>First error here: earlier steps are right, later ones stay open</source>
        <translation>首个错误在此：之前的步骤算正确，之后的保持未定</translation>
    </message>
    <message>
        <source>Skip this step</source>
        <translation>跳过此步骤</translation>
    </message>
    <message>
        <source>Cannot judge</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>Kind of error, then a letter</source>
        <translation>错误类型，再按字母</translation>
    </message>
    <message>
        <source>Reason, then a letter</source>
        <translation>理由，再按字母</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Box on the image, for this step&apos;s error</source>
        <translation>框出此步骤的错误区域</translation>
    </message>
    <message>
        <source>Bad question</source>
        <translation>题目有误</translation>
    </message>
    <message>
        <source>The answer key is wrong</source>
        <translation>标准答案有误</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Next trace</source>
        <translation>下一条推理轨迹</translation>
    </message>
    <message>
        <source>Previous trace</source>
        <translation>上一条推理轨迹</translation>
    </message>
    <message>
        <source>Next step on which the estimates disagree</source>
        <translation>下一个估计有分歧的步骤</translation>
    </message>
    <message>
        <source>Light by the next kind of estimate</source>
        <translation>换用下一种估计着色</translation>
    </message>
    <message>
        <source>Hide or show the scores</source>
        <translation>隐藏或显示分数</translation>
    </message>
    <message>
        <source>Fold or unfold the judge&apos;s words</source>
        <translation>收起或展开评审意见</translation>
    </message>
    <message>
        <source>First-error mode: a wrong step ends the trace</source>
        <translation>首错模式：遇到错误步骤即结束该推理轨迹</translation>
    </message>
    <message>
        <source>Copy the selected text, or the step</source>
        <translation>复制所选文字或整个步骤</translation>
    </message>
    <message>
        <source>%1 or %2</source>
        <translation>%1 或 %2</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Polygon: click its corners, Enter closes</source>
        <translation>多边形：逐个点击顶点，Enter 闭合</translation>
    </message>
    <message>
        <source>Point on the image</source>
        <translation>图像上的点</translation>
    </message>
    <message>
        <source>Smart selection: click, scribble, or Shift and a box</source>
        <translation>智能选取：点击、涂画，或按 Shift 拖框</translation>
    </message>
    <message>
        <source>Box, polygon, point, smart selection</source>
        <translation>框、多边形、点、智能选取</translation>
    </message>
    <message>
        <source>Expected here, not there</source>
        <translation>此处应有而没有</translation>
    </message>
    <message>
        <source>Tie the region to this step, or untie</source>
        <translation>将区域关联到此步骤，或解除关联</translation>
    </message>
    <message>
        <source>Previous, next step</source>
        <translation>上一步骤、下一步骤</translation>
    </message>
    <message>
        <source>Typeset text or its plain source</source>
        <translation>排版文本或其源码</translation>
    </message>
    <message>
        <source>Overrule an estimate, then two letters</source>
        <translation>推翻估计，再按两个字母</translation>
    </message>
    <message>
        <source>Right, the judge nitpicks; on a labelled step only that</source>
        <translation>正确，评审过苛；步骤已标注时只记后者</translation>
    </message>
    <message>
        <source>Rewrite the step; Ctrl+Enter keeps it</source>
        <translation>改写这一步；Ctrl+Enter 保存</translation>
    </message>
    <message>
        <source>Let the policy go on from the rewritten step</source>
        <translation>让策略从改写的步骤继续</translation>
    </message>
    <message>
        <source>The guideline beside the trace, at the rule in question</source>
        <translation>在轨迹旁打开指南的相关规则</translation>
    </message>
    <message>
        <source>%1, %2 or %3</source>
        <translation>%1、%2 或 %3</translation>
    </message>
</context>
<context>
    <name>MainShell</name>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>浏览</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>所有页面</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>Model</name>
    <message>
        <source>The engine said nothing about %1.</source>
        <translation>引擎没有给出关于 %1 的信息。</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>%1 B parameters</source>
        <translation>%1 B 参数</translation>
    </message>
    <message>
        <source>%1 M parameters</source>
        <translation>%1 M 参数</translation>
    </message>
    <message numerus="yes">
        <source>%n parameters</source>
        <translation>
            <numerusform>%n 个参数</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>It takes %1 of memory</source>
        <translation>占用 %1 内存</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1。</translation>
    </message>
    <message>
        <source>%1; %2 were free.</source>
        <translation>%1；当时可用 %2。</translation>
    </message>
    <message>
        <source>Not loaded: it takes %1 of memory as float32, and %2 are free here. Close other programs, or score on a larger machine.</source>
        <translation>未载入：以 float32 计需要 %1 内存，此处可用 %2。请关闭其他程序，或在更大的机器上打分。</translation>
    </message>
    <message>
        <source>Does not load. %1</source>
        <translation>无法载入。%1</translation>
    </message>
    <message>
        <source>Loads in %1; every tensor fits. %2</source>
        <translation>载入用时 %1；所有张量均吻合。%2</translation>
    </message>
    <message>
        <source>%1 of weights</source>
        <translation>权重 %1</translation>
    </message>
    <message>
        <source>%1 layers of width %2</source>
        <translation>%1 层，宽度 %2</translation>
    </message>
    <message>
        <source>vision tower of %1 layers of width %2</source>
        <translation>视觉塔 %1 层，宽度 %2</translation>
    </message>
    <message>
        <source>%1 tokens known</source>
        <translation>词表 %1 个词元</translation>
    </message>
    <message>
        <source>%1, from its own file</source>
        <translation>%1，来自其自带文件</translation>
    </message>
    <message>
        <source>%1, built in: the folder has none</source>
        <translation>%1，内置：文件夹中没有</translation>
    </message>
    <message>
        <source>P(+) is that of “%1” against “%2”</source>
        <translation>P(+) 为“%1”相对“%2”的概率</translation>
    </message>
    <message>
        <source>not calibrated</source>
        <translation>未校准</translation>
    </message>
    <message>
        <source>calibrated with temperature %1</source>
        <translation>已校准，温度 %1</translation>
    </message>
    <message>
        <source>right from %1 on</source>
        <translation>从 %1 起算正确</translation>
    </message>
    <message>
        <source>images of %1 to %2 pixels</source>
        <translation>图像 %1 至 %2 像素</translation>
    </message>
    <message>
        <source>Folder is missing</source>
        <translation>文件夹缺失</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>未检查</translation>
    </message>
    <message>
        <source>Too large for this machine</source>
        <translation>超出本机内存</translation>
    </message>
    <message>
        <source>Loads</source>
        <translation>可以载入</translation>
    </message>
    <message>
        <source>Does not load</source>
        <translation>无法载入</translation>
    </message>
    <message>
        <source>Not checked yet. A check compares every tensor, hashes the files and loads the model.</source>
        <translation>尚未检查。检查会比对每个张量、计算文件哈希并载入模型。</translation>
    </message>
    <message>
        <source>Missing: %1</source>
        <translation>缺少：%1</translation>
    </message>
    <message>
        <source>Of another shape: %1</source>
        <translation>形状不符：%1</translation>
    </message>
    <message>
        <source>Fit nothing: %1</source>
        <translation>没有用到：%1</translation>
    </message>
    <message>
        <source>%1: %2, SHA-256 %3</source>
        <translation>%1：%2，SHA-256 %3</translation>
    </message>
    <message>
        <source>Checked %1</source>
        <translation>检查于 %1</translation>
    </message>
    <message>
        <source>nothing in this project yet</source>
        <translation>本项目中尚无</translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n 个步骤</numerusform>
        </translation>
    </message>
    <message>
        <source>mean P(+) %1</source>
        <translation>平均 P(+) %1</translation>
    </message>
    <message numerus="yes">
        <source>%n runs</source>
        <translation>
            <numerusform>%n 次运行</numerusform>
        </translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>最近 %1</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>源自 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n corrected by people</source>
        <translation>
            <numerusform>其中 %n 条经人工更正</numerusform>
        </translation>
    </message>
    <message>
        <source>rule %1</source>
        <translation>规则 %1</translation>
    </message>
    <message>
        <source>first-error F1 %1 on %2 held out</source>
        <translation>首错 F1 %1（留出的 %2）</translation>
    </message>
    <message>
        <source>A judge</source>
        <translation>评审</translation>
    </message>
</context>
<context>
    <name>QueryWords</name>
    <message>
        <source>mc, judge and PRM differ on a step</source>
        <translation>mc、judge 与 PRM 在某一步骤上不一致</translation>
    </message>
    <message>
        <source>the judge says right, Monte-Carlo says lost</source>
        <translation>评审判为正确，蒙特卡洛判为无望</translation>
    </message>
    <message>
        <source>high P(+), wrong answer</source>
        <translation>P(+) 高而答案错误</translation>
    </message>
    <message>
        <source>right answer by a wrong step</source>
        <translation>有错误步骤而答案正确</translation>
    </message>
    <message>
        <source>only the judge says wrong</source>
        <translation>只有评审判为错误</translation>
    </message>
    <message>
        <source>a P(+) between .3 and .7</source>
        <translation>某个 P(+) 在 .3 与 .7 之间</translation>
    </message>
    <message>
        <source>no label yet</source>
        <translation>尚无标注</translation>
    </message>
    <message>
        <source>at least one label</source>
        <translation>至少有一个标注</translation>
    </message>
    <message>
        <source>undecided steps</source>
        <translation>有未定步骤</translation>
    </message>
    <message>
        <source>labelled by you</source>
        <translation>由你标注</translation>
    </message>
    <message>
        <source>two people differ</source>
        <translation>两人标注不一致</translation>
    </message>
    <message>
        <source>labelled today</source>
        <translation>今日标注</translation>
    </message>
    <message>
        <source>a step was skipped</source>
        <translation>有步骤被跳过</translation>
    </message>
    <message>
        <source>final answer</source>
        <translation>最终答案</translation>
    </message>
    <message>
        <source>Monte-Carlo share, 0 to 1</source>
        <translation>蒙特卡洛比例，0 到 1</translation>
    </message>
    <message>
        <source>P(+), 0 to 1</source>
        <translation>P(+)，0 到 1</translation>
    </message>
    <message>
        <source>the judge&apos;s verdict on a step</source>
        <translation>评审对步骤的判定</translation>
    </message>
    <message>
        <source>the sign that came with the data</source>
        <translation>数据自带的正负标记</translation>
    </message>
    <message>
        <source>a person&apos;s label</source>
        <translation>人工标注</translation>
    </message>
    <message>
        <source>section of a step</source>
        <translation>步骤所属部分</translation>
    </message>
    <message>
        <source>number of steps</source>
        <translation>步骤数</translation>
    </message>
    <message>
        <source>labelled by a person</source>
        <translation>由某人标注</translation>
    </message>
    <message>
        <source>name of the data set</source>
        <translation>数据集名称</translation>
    </message>
    <message>
        <source>model that wrote the trace</source>
        <translation>写出推理轨迹的模型</translation>
    </message>
    <message>
        <source>file it came from</source>
        <translation>来源文件</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>somebody calls a step wrong</source>
        <translation>有人或模型判某步骤错误</translation>
    </message>
    <message>
        <source>all of it on one step: mc&gt;=.8 judge=wrong any step</source>
        <translation>须在同一步骤满足：mc&gt;=.8 judge=wrong any step</translation>
    </message>
    <message>
        <source>a step without rollouts</source>
        <translation>没有采样续写的步骤</translation>
    </message>
    <message>
        <source>a step without P(+)</source>
        <translation>没有 P(+) 的步骤</translation>
    </message>
    <message>
        <source>P(+) above rollouts on a step</source>
        <translation>某步骤 P(+) 高于采样续写</translation>
    </message>
    <message>
        <source>P(+) and rollouts apart</source>
        <translation>P(+) 与采样续写相差</translation>
    </message>
    <message>
        <source>the first wrong step: first-error:mc=3</source>
        <translation>首个错误步骤：first-error:mc=3</translation>
    </message>
    <message>
        <source>they see the first error elsewhere</source>
        <translation>两者判定的首个错误不同</translation>
    </message>
    <message>
        <source>kind of error in a label</source>
        <translation>标注中的错误类型</translation>
    </message>
    <message>
        <source>number of labelled steps</source>
        <translation>已标注的步骤数</translation>
    </message>
    <message>
        <source>largest gap on one step, 0 to 1</source>
        <translation>同一步骤上的最大差距，0 到 1</translation>
    </message>
    <message>
        <source>data set or file</source>
        <translation>数据集或文件</translation>
    </message>
    <message>
        <source>model that an estimate came from</source>
        <translation>给出估计的模型</translation>
    </message>
    <message>
        <source>scored by a PRM</source>
        <translation>由某个 PRM 打分</translation>
    </message>
    <message>
        <source>of the training set</source>
        <translation>属于训练集</translation>
    </message>
    <message>
        <source>P(+) of one PRM: prm.A&gt;.5, prm.A - prm.B &gt; .4</source>
        <translation>某个 PRM 的 P(+)：prm.A&gt;.5，prm.A - prm.B &gt; .4</translation>
    </message>
    <message>
        <source>verdict of one judge: judge.A=wrong</source>
        <translation>某个评判的结论：judge.A=wrong</translation>
    </message>
    <message>
        <source>one person&apos;s label: label.A=wrong</source>
        <translation>某个人的标注：label.A=wrong</translation>
    </message>
    <message>
        <source>reason in a label</source>
        <translation>标注中的理由</translation>
    </message>
    <message>
        <source>a person holds an estimate to be mistaken</source>
        <translation>有人认为某个估计有误</translation>
    </message>
    <message>
        <source>whose estimate a person holds to be mistaken</source>
        <translation>有人认为谁的估计有误</translation>
    </message>
    <message>
        <source>people who have labelled it</source>
        <translation>标注过它的人数</translation>
    </message>
    <message>
        <source>two people say the same of a step</source>
        <translation>两人对某一步说法相同</translation>
    </message>
    <message>
        <source>two people differ on a step</source>
        <translation>两人对某一步说法不同</translation>
    </message>
    <message>
        <source>people end it at the same step</source>
        <translation>人们认定的首个错误相同</translation>
    </message>
    <message>
        <source>people end it at different steps</source>
        <translation>人们认定的首个错误不同</translation>
    </message>
</context>
<context>
    <name>Queues</name>
    <message>
        <source>Disagreement</source>
        <translation>分歧</translation>
    </message>
    <message>
        <source>Traces with a step on which mc, judge and prm differ by .5 or more</source>
        <translation>有步骤的 mc、judge 与 prm 相差 .5 以上的推理轨迹</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>常被舍弃</translation>
    </message>
    <message>
        <source>The judge found no error, but rollouts say otherwise: usually left out</source>
        <translation>评审未发现错误，采样续写却不认同：通常被舍弃</translation>
    </message>
    <message>
        <source>Convincing, wrong</source>
        <translation>可信但错误</translation>
    </message>
    <message>
        <source>High P(+) all along, and a wrong answer</source>
        <translation>P(+) 始终很高，答案却错误</translation>
    </message>
    <message>
        <source>Right by luck</source>
        <translation>侥幸正确</translation>
    </message>
    <message>
        <source>A right answer, reached by steps that were found wrong</source>
        <translation>答案正确，但有步骤被判错误</translation>
    </message>
    <message>
        <source>Judge alone</source>
        <translation>仅评审判错</translation>
    </message>
    <message>
        <source>Only the judge says that a step is wrong</source>
        <translation>只有评审认为某一步骤错误</translation>
    </message>
    <message>
        <source>Low confidence</source>
        <translation>把握不足</translation>
    </message>
    <message>
        <source>Steps with P(+) near the threshold</source>
        <translation>有 P(+) 接近阈值的步骤</translation>
    </message>
    <message>
        <source>Unlabelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>Nobody has labelled any step</source>
        <translation>所有步骤都无人标注</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Traces that you have labelled</source>
        <translation>你标注过的推理轨迹</translation>
    </message>
    <message>
        <source>Adjudication</source>
        <translation>仲裁</translation>
    </message>
    <message>
        <source>Steps that people label differently</source>
        <translation>多人标注不一致的步骤</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Every trace of the project</source>
        <translation>项目中的全部推理轨迹</translation>
    </message>
    <message>
        <source>PRM against judge</source>
        <translation>PRM 与评审相左</translation>
    </message>
    <message>
        <source>Steps on which the PRM and the judge differ: a PRM learns most from these</source>
        <translation>PRM 与评审判断不同的步骤：PRM 从中学到最多</translation>
    </message>
    <message>
        <source>As imported</source>
        <translation>按导入顺序</translation>
    </message>
    <message>
        <source>Lowest P(+)</source>
        <translation>最低 P(+)</translation>
    </message>
    <message>
        <source>Mean P(+)</source>
        <translation>平均 P(+)</translation>
    </message>
    <message>
        <source>Labelled steps</source>
        <translation>已标注步数</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>First error, judge</source>
        <translation>首个错误（评判）</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>可见</translation>
    </message>
    <message>
        <source>Commit, then reveal</source>
        <translation>先标后看</translation>
    </message>
    <message>
        <source>Blind</source>
        <translation>盲标</translation>
    </message>
    <message>
        <source>Estimates while labelling</source>
        <translation>标注时的估计</translation>
    </message>
    <message>
        <source>As the project: %1</source>
        <translation>同项目：%1</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <source>No decision was made in that time.</source>
        <translation>那段时间没有作出决定。</translation>
    </message>
    <message numerus="yes">
        <source>All %n decisions of that time are there</source>
        <translation>
            <numerusform>那段时间的全部 %n 个决定都在</numerusform>
        </translation>
    </message>
    <message>
        <source>, the last at %1: %2.</source>
        <translation>，最后一个在 %1：%2。</translation>
    </message>
    <message>
        <source>, the last at %1: step %2, %3.</source>
        <translation>，最后一个在 %1：第 %2 步，%3。</translation>
    </message>
    <message>
        <source>The import of %1 was cut short; import it again, it goes on where it stopped.</source>
        <translation>%1 的导入中断了；请再次导入，会从中断处继续。</translation>
    </message>
    <message numerus="yes">
        <source>%n runs went on without the window.</source>
        <translation>
            <numerusform>%n 个任务在没有窗口时继续运行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Steplight ended unexpectedly while %1 was open (since %2).</source>
        <translation>打开 %1 期间（自 %2 起）Steplight 意外退出。</translation>
    </message>
</context>
<context>
    <name>RunFolder</name>
    <message>
        <source>The engine ended before the run did. What it did until then is kept; resume the run to go on. Its log is %1.</source>
        <translation>引擎在运行完成之前就结束了。此前完成的部分均已保留；点击“继续”可接着运行。日志在 %1。</translation>
    </message>
    <message>
        <source>The run cannot be prepared: %1: %2. Make room, then start it again.</source>
        <translation>无法准备运行：%1：%2。请腾出空间后重新开始。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>无法写入 %1：%2。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>无法创建文件夹 %1。</translation>
    </message>
    <message>
        <source>The program steplight-engine is neither beside this program nor in the PATH. Install it, or name it in STEPLIGHT_ENGINE.</source>
        <translation>在本程序旁和 PATH 中都找不到 steplight-engine。请安装它，或用 STEPLIGHT_ENGINE 指明位置。</translation>
    </message>
    <message>
        <source>The lock of %1 cannot be opened: %2.</source>
        <translation>无法打开 %1 的锁：%2。</translation>
    </message>
    <message>
        <source>An engine is at work in %1 already.</source>
        <translation>%1 中已有引擎在工作。</translation>
    </message>
    <message>
        <source>The engine %1 cannot be started: %2.</source>
        <translation>无法启动引擎 %1：%2。</translation>
    </message>
    <message>
        <source>The run cannot be asked to stop: %1: %2.</source>
        <translation>无法请求运行停止：%1：%2。</translation>
    </message>
    <message>
        <source>It ends: %1</source>
        <translation>日志末尾：%1</translation>
    </message>
    <message>
        <source>The run&apos;s folder %1 is gone. Results that were read before are kept; start a new run for the rest.</source>
        <translation>运行文件夹 %1 已不存在。先前读取的结果已保留；其余请新建运行。</translation>
    </message>
</context>
<context>
    <name>Stamp</name>
    <message>
        <source>not labelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>neutral</source>
        <translation>中性</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>cannot judge</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>bad question</source>
        <translation>题目有误</translation>
    </message>
    <message>
        <source>wrong answer key</source>
        <translation>标准答案有误</translation>
    </message>
</context>
<context>
    <name>StepsView</name>
    <message>
        <source>Visual elements</source>
        <translation>视觉要素</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>no verdict</source>
        <translation>无判定</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>neutral</source>
        <translation>中性</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>评审</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <translation>%1：%2。%3</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Label</source>
        <translation>标注</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>Training: label a step, and its answer is shown. Nothing said here counts.</source>
        <translation>训练：标注一步后显示其答案。此处所标不计入。</translation>
    </message>
    <message>
        <source>Training · step %1 has no answer.</source>
        <translation>训练 · 第 %1 步没有答案。</translation>
    </message>
    <message>
        <source>Training · step %1, as you say: %2</source>
        <translation>训练 · 第 %1 步，与你一致：%2</translation>
    </message>
    <message>
        <source>Training · step %1, otherwise: %2</source>
        <translation>训练 · 第 %1 步，与你不同：%2</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>1 question</source>
        <translation>1 个问题</translation>
    </message>
    <message>
        <source>%1 questions</source>
        <translation>%1 个问题</translation>
    </message>
    <message>
        <source>1 trace</source>
        <translation>1 条推理轨迹</translation>
    </message>
    <message>
        <source>%1 traces</source>
        <translation>%1 条推理轨迹</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation>还剩几秒</translation>
    </message>
    <message>
        <source>about %1 s left</source>
        <translation>约剩 %1 秒</translation>
    </message>
    <message>
        <source>about %1 min left</source>
        <translation>约剩 %1 分钟</translation>
    </message>
    <message>
        <source>about %1 h left</source>
        <translation>约剩 %1 小时</translation>
    </message>
    <message>
        <source>today %1</source>
        <translation>今天 %1</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>打分</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>all traces</source>
        <translation>全部推理轨迹</translation>
    </message>
    <message>
        <source>1 update</source>
        <translation>1 次更新</translation>
    </message>
    <message>
        <source>%1 updates</source>
        <translation>%1 次更新</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>1 solution</source>
        <translation>1 个解答</translation>
    </message>
    <message>
        <source>%1 solutions</source>
        <translation>%1 个解答</translation>
    </message>
    <message>
        <source>Synthesize</source>
        <translation>合成</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>评审</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评测</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
</context>
<context>
    <name>steplight::AdjudicationController</name>
    <message>
        <source>The decision was not saved: %1 Everything saved before is kept.</source>
        <translation>裁定未保存：%1 之前保存的都在。</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>没有可重做的。</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>没有可撤销的。</translation>
    </message>
    <message>
        <source>That was no decision of this list, but a label; the Label page shows its trace.</source>
        <translation>这不是此列表中的裁定，而是一个标注；其轨迹在标注页。</translation>
    </message>
</context>
<context>
    <name>steplight::AdjudicationPage</name>
    <message>
        <source>Adjudication</source>
        <translation>裁定</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Back to where you were (Esc)</source>
        <translation>回到之前的位置（Esc）</translation>
    </message>
    <message>
        <source>Disputed traces, least agreed first</source>
        <translation>有分歧的轨迹，最不一致的在前</translation>
    </message>
    <message>
        <source>The trace as a whole</source>
        <translation>整条轨迹</translation>
    </message>
    <message>
        <source>Why they differed</source>
        <translation>分歧的原因</translation>
    </message>
    <message>
        <source>Nothing is disputed</source>
        <translation>没有分歧</translation>
    </message>
    <message>
        <source>Merge colleagues&apos; projects with “steplight merge DIR OTHER …”. Where two people say different things of a step, it is listed here.</source>
        <translation>用“steplight merge DIR OTHER …”合并同事的项目。两人对同一步说法不同时，会列在这里。</translation>
    </message>
    <message>
        <source>Nothing of this trace is left to decide.</source>
        <translation>这条轨迹没有待裁定的了。</translation>
    </message>
    <message>
        <source>Nothing is left to decide</source>
        <translation>没有待裁定的了</translation>
    </message>
    <message numerus="yes">
        <source>%n disputed steps left in %1</source>
        <translation>
            <numerusform>还有 %n 个有分歧的步骤，在 %1 中</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 says nothing of this step.</source>
        <translation>%1 没有标注这一步。</translation>
    </message>
    <message>
        <source>The trace as a whole has no rating; take what a voice said of it.</source>
        <translation>整条轨迹没有评分；请采用某个意见。</translation>
    </message>
    <message>
        <source>Nobody disputes this step. %1: the next that is disputed.</source>
        <translation>这一步没有分歧。%1：下一个有分歧的。</translation>
    </message>
    <message>
        <source>All of this trace is decided. %1: next trace. %2: who said what.</source>
        <translation>这条轨迹已全部裁定。%1：下一条。%2：谁说了什么。</translation>
    </message>
    <message>
        <source>Decide the step first, then say why they differed.</source>
        <translation>先裁定这一步，再说明分歧的原因。</translation>
    </message>
    <message>
        <source>The trace: why did they differ?</source>
        <translation>整条轨迹：为何有分歧？</translation>
    </message>
    <message>
        <source>Step %1: why did they differ?</source>
        <translation>第 %1 步：为何有分歧？</translation>
    </message>
    <message>
        <source>This is the last disputed trace.</source>
        <translation>这是最后一条有分歧的轨迹。</translation>
    </message>
    <message>
        <source>This is the first disputed trace.</source>
        <translation>这是第一条有分歧的轨迹。</translation>
    </message>
    <message>
        <source>Names stay hidden until every disputed step of this trace is decided.</source>
        <translation>这条轨迹的分歧全部裁定之前不显示姓名。</translation>
    </message>
    <message>
        <source>%1, %2 …: take what that voice said. %3, %4, %5: set another.</source>
        <translation>%1、%2……：采用该意见。%3、%4、%5：另作评定。</translation>
    </message>
</context>
<context>
    <name>steplight::BarcodeDelegate</name>
    <message>
        <source>Steps: %1.</source>
        <translation>步骤：%1。</translation>
    </message>
    <message>
        <source>Labelled: %1.</source>
        <translation>已标注：%1。</translation>
    </message>
    <message>
        <source>Right: %1, undecided: %2, wrong: %3, no estimate: %4.</source>
        <translation>正确：%1，未定：%2，错误：%3，无估计：%4。</translation>
    </message>
</context>
<context>
    <name>steplight::Canvas</name>
    <message>
        <source>Loading</source>
        <translation>正在载入</translation>
    </message>
    <message>
        <source>This question has no image.</source>
        <translation>此题目没有图像。</translation>
    </message>
    <message>
        <source>The image was not found.</source>
        <translation>找不到图像。</translation>
    </message>
    <message>
        <source>Looked for: %1</source>
        <translation>查找位置：%1</translation>
    </message>
    <message>
        <source>The image cannot be shown.</source>
        <translation>无法显示图像。</translation>
    </message>
    <message>
        <source>Image %1 of %2</source>
        <translation>图像 %1 / %2</translation>
    </message>
    <message>
        <source>%1, %2 × %3 pixels, regions: %4</source>
        <translation>%1，%2 × %3 像素，区域：%4</translation>
    </message>
    <message>
        <source>%1 × %2 pixels at %3, %4</source>
        <translation>%1 × %2 像素，位于 %3, %4</translation>
    </message>
    <message>
        <source>Enter keeps, Esc cancels</source>
        <translation>Enter 保留，Esc 取消</translation>
    </message>
    <message>
        <source>Drag a box, or press an arrow key. Esc cancels</source>
        <translation>拖出区域，或按方向键。Esc 取消</translation>
    </message>
    <message>
        <source>Brightness %1   Contrast %2   Gamma %3   %4 resets</source>
        <translation>亮度 %1   对比度 %2   伽马 %3   %4 复原</translation>
    </message>
    <message>
        <source>Absent.</source>
        <translation>应有而无。</translation>
    </message>
    <message>
        <source>Arrows move, Ctrl resizes, %1 removes</source>
        <translation>方向键移动，Ctrl 调整大小，%1 删除</translation>
    </message>
    <message>
        <source>Click the point, or press an arrow key. Esc cancels</source>
        <translation>点击该点，或按方向键。Esc 取消</translation>
    </message>
    <message>
        <source>Click the corners, or press an arrow key. Esc cancels</source>
        <translation>逐个点击顶点，或按方向键。Esc 取消</translation>
    </message>
    <message>
        <source>%1 takes the last corner. %2</source>
        <translation>%1 收回最后一个顶点。%2</translation>
    </message>
    <message>
        <source>Enter closes</source>
        <translation>Enter 闭合</translation>
    </message>
    <message>
        <source>Three at least</source>
        <translation>至少三个</translation>
    </message>
    <message>
        <source>Arrows move, %1 removes</source>
        <translation>方向键移动，%1 删除</translation>
    </message>
    <message>
        <source>Arrows move, %1 goes to the next corner, %2 removes</source>
        <translation>方向键移动，%1 转到下一个顶点，%2 删除</translation>
    </message>
    <message>
        <source>Click or scribble on it; Shift: a box around it. Esc cancels</source>
        <translation>在其上点击或涂画；Shift：在周围拖框。Esc 取消</translation>
    </message>
    <message>
        <source>Looking for its outline</source>
        <translation>正在寻找轮廓</translation>
    </message>
    <message>
        <source>Nothing found there: mark more of it. %1 takes the mark back</source>
        <translation>未找到轮廓：请再标一些。%1 收回标记</translation>
    </message>
    <message>
        <source>Enter keeps. %1 %2: less, more. Ctrl: not this. %3: one mark back</source>
        <translation>Enter 保留。%1 %2：少选、多选。Ctrl：不含此处。%3：收回一个标记</translation>
    </message>
    <message>
        <source>Selected: region %1, %2 × %3 pixels at %4, %5</source>
        <translation>所选：区域 %1，%2 × %3 像素，位于 %4, %5</translation>
    </message>
</context>
<context>
    <name>steplight::CanvasNotice</name>
    <message>
        <source>Locate…</source>
        <translation>查找…</translation>
    </message>
</context>
<context>
    <name>steplight::ComparisonFigures</name>
    <message>
        <source>Difference</source>
        <translation>差值</translation>
    </message>
</context>
<context>
    <name>steplight::ComparisonView</name>
    <message>
        <source>%1 to %2</source>
        <comment>an interval</comment>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>Step F1</source>
        <translation>步骤 F1</translation>
    </message>
    <message>
        <source>Mean of the F1 of right and of wrong steps, as VisualProcessBench has it</source>
        <translation>正确步骤与错误步骤两个 F1 的平均值，与 VisualProcessBench 的定义相同</translation>
    </message>
    <message>
        <source>First-error F1</source>
        <translation>首错 F1</translation>
    </message>
    <message>
        <source>Finds the very first error, and passes what has none, as ProcessBench has it</source>
        <translation>准确找到第一个错误，并放过没有错误的轨迹，与 ProcessBench 的定义相同</translation>
    </message>
    <message>
        <source>of perception</source>
        <translation>感知错误</translation>
    </message>
    <message>
        <source>The same with errors of perception alone</source>
        <translation>同上，只计感知错误</translation>
    </message>
    <message>
        <source>of reasoning</source>
        <translation>推理错误</translation>
    </message>
    <message>
        <source>The same with errors of reasoning alone</source>
        <translation>同上，只计推理错误</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <source>The chance that a right step scores above a wrong one, whatever the threshold</source>
        <translation>正确步骤得分高于错误步骤的概率，与阈值无关</translation>
    </message>
    <message>
        <source>ECE, less is better</source>
        <translation>ECE（越小越好）</translation>
    </message>
    <message>
        <source>How far P(+) and the share of right steps are apart, in ten bins</source>
        <translation>P(+) 与正确步骤所占比例的差距，按十个区间计算</translation>
    </message>
    <message>
        <source>Brier, less is better</source>
        <translation>Brier（越小越好）</translation>
    </message>
    <message>
        <source>Mean squared distance of P(+) and truth</source>
        <translation>P(+) 与真值之差的均方</translation>
    </message>
    <message>
        <source>Best of N</source>
        <translation>N 选一</translation>
    </message>
    <message>
        <source>The solution with the greatest mean P(+) has the right answer</source>
        <translation>平均 P(+) 最高的解答给出了正确答案</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Measured %1 on %2 of %3 questions; %4 steps are known, %5 of them by people.</source>
        <translation>%1 评测了 %3 道题目的 %2；已知 %4 个步骤的对错，其中 %5 个由人标注。</translation>
    </message>
    <message>
        <source>Left out: %1 that not both have scored.</source>
        <translation>未计入：两个模型未都打分的 %1。</translation>
    </message>
    <message>
        <source>Left out: %1 of which nothing is known.</source>
        <translation>未计入：一无所知的 %1。</translation>
    </message>
    <message>
        <source>Left out: %1 that a model may have learnt from.</source>
        <translation>未计入：模型可能学过的 %1。</translation>
    </message>
    <message>
        <source>The thresholds were chosen on %1 of other questions.</source>
        <translation>阈值是在其他题目的 %1 上选定的。</translation>
    </message>
    <message>
        <source>%1 alone tells the first error, or that there is none, in %2; %3 alone in %4. McNemar&apos;s test: p = %5.</source>
        <translation>只有 %1 准确判断首个错误（或没有错误）的有 %2；只有 %3 的有 %4。McNemar 检验：p = %5。</translation>
    </message>
    <message>
        <source>Thresholds of their own</source>
        <translation>各用各的阈值</translation>
    </message>
    <message>
        <source>Also questions that one has learnt from</source>
        <translation>包括模型学过的题目</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>评测</translation>
    </message>
    <message>
        <source>Compare two models</source>
        <translation>比较两个模型</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Back to the models (Esc)</source>
        <translation>返回模型列表 (Esc)</translation>
    </message>
    <message>
        <source>The first model</source>
        <translation>第一个模型</translation>
    </message>
    <message>
        <source>The model that it is compared with</source>
        <translation>与之比较的模型</translation>
    </message>
    <message>
        <source>What counts as known of the steps</source>
        <translation>以什么作为步骤对错的依据</translation>
    </message>
    <message>
        <source>Each model gets the threshold that suits it, chosen on one half of the questions; the other half is measured</source>
        <translation>每个模型使用适合自己的阈值：在一半题目上选定，在另一半上评测</translation>
    </message>
    <message>
        <source>A model flatters itself there; for a first look at a small project</source>
        <translation>模型在这些题目上会显得更好；适合对小项目先看个大概</translation>
    </message>
    <message>
        <source>Measures both on what both have scored; no model is loaded</source>
        <translation>在两者都打过分的内容上评测；不加载模型</translation>
    </message>
    <message>
        <source>with</source>
        <translation>与</translation>
    </message>
    <message>
        <source>by</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Progress of the measuring</source>
        <translation>评测进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Traces that the two judge most differently</source>
        <translation>两者判断差异最大的推理轨迹</translation>
    </message>
    <message>
        <source>Enter opens the trace at this step</source>
        <translation>按 Enter 在该步骤处打开轨迹</translation>
    </message>
    <message>
        <source>Where they differ most</source>
        <translation>差异最大之处</translation>
    </message>
    <message>
        <source>A comparison needs two models that have scored the same traces. Add a second checkpoint folder, or train a model from the labels; then score with it.</source>
        <translation>比较需要两个给相同轨迹打过分的模型。请添加第二个检查点文件夹，或用标签训练一个模型，然后用它打分。</translation>
    </message>
    <message>
        <source>Choose two different models.</source>
        <translation>请选择两个不同的模型。</translation>
    </message>
    <message>
        <source>These two have not been measured like this. Measure compares them on the traces that both have scored and of which something is known.</source>
        <translation>这两个模型还没有这样评测过。“评测”会在两者都打过分且有依据的轨迹上比较它们。</translation>
    </message>
    <message>
        <source>Measuring; the window can be used meanwhile.</source>
        <translation>正在评测；期间可以继续使用窗口。</translation>
    </message>
    <message>
        <source>Measuring, %1; the window can be used meanwhile.</source>
        <translation>正在评测，%1；期间可以继续使用窗口。</translation>
    </message>
    <message>
        <source>Score with %1…</source>
        <translation>用 %1 打分…</translation>
    </message>
    <message>
        <source>Opens the form of a run on the Runs page</source>
        <translation>在“运行”页面打开新建运行的表单</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>已知</translation>
    </message>
</context>
<context>
    <name>steplight::Continuing</name>
    <message>
        <source>No policy is known yet. Add its folder on the Models page and let it write once: New run, Synthesize. From then on it is the one that continues.</source>
        <translation>还不知道用哪个策略。请在“模型”页添加它的文件夹，并让它先写一次：新建运行，合成。此后就由它续写。</translation>
    </message>
</context>
<context>
    <name>steplight::DayChart</name>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Steps labelled by day</source>
        <translation>每天标注的步骤</translation>
    </message>
</context>
<context>
    <name>steplight::DeskLook</name>
    <message>
        <source>This layout is kept as “%1”. It is in the menu View, under Layouts.</source>
        <translation>当前布局已保存为“%1”，可在“视图”菜单的“布局”中找到。</translation>
    </message>
    <message>
        <source>The layout “%1” is forgotten.</source>
        <translation>布局“%1”已忘记。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>steplight::DetailRow</name>
    <message>
        <source>Error kind</source>
        <translation>错误类型</translation>
    </message>
    <message>
        <source>Error: %1</source>
        <translation>错误：%1</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Reason: %1</source>
        <translation>理由：%1</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Comment: %1</source>
        <translation>备注：%1</translation>
    </message>
    <message>
        <source>box %1</source>
        <translation>框 %1</translation>
    </message>
    <message>
        <source>Kind of error</source>
        <translation>错误类型</translation>
    </message>
    <message>
        <source>Comment on this step</source>
        <translation>对此步骤的备注</translation>
    </message>
    <message>
        <source>Reason in your own words</source>
        <translation>自行填写理由</translation>
    </message>
    <message>
        <source>%1; Enter keeps it, Esc leaves it</source>
        <translation>%1；Enter 保留，Esc 放弃</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>框选</translation>
    </message>
    <message>
        <source>polygon %1</source>
        <translation>多边形 %1</translation>
    </message>
    <message>
        <source>point %1</source>
        <translation>点 %1</translation>
    </message>
    <message>
        <source>selection %1</source>
        <translation>选区 %1</translation>
    </message>
    <message>
        <source>%1, absent</source>
        <translation>%1，应有而无</translation>
    </message>
    <message>
        <source>%1, image %2</source>
        <translation>%1，图像 %2</translation>
    </message>
    <message>
        <source>Rewrite</source>
        <translation>改写</translation>
    </message>
    <message>
        <source>Overrule</source>
        <translation>推翻估计</translation>
    </message>
    <message>
        <source>Overrules %1</source>
        <translation>推翻：%1</translation>
    </message>
    <message>
        <source>Show it on the image</source>
        <translation>在图像上显示</translation>
    </message>
    <message>
        <source>Show it on the image; %1 there removes it</source>
        <translation>在图像上显示；在那里按 %1 删除</translation>
    </message>
    <message>
        <source>Overrule whose estimate</source>
        <translation>推翻谁的估计</translation>
    </message>
    <message>
        <source>Why it is mistaken; the same again takes it back</source>
        <translation>为何有误；再选一次即取消</translation>
    </message>
    <message>
        <source>Which error of this kind</source>
        <translation>此类错误中的哪一种</translation>
    </message>
</context>
<context>
    <name>steplight::DocumentView</name>
    <message>
        <source>There is no picture “%1” in this project&apos;s folder guideline or images.</source>
        <translation>此项目的 guideline 或 images 文件夹中没有图片“%1”。</translation>
    </message>
</context>
<context>
    <name>steplight::EngineClient</name>
    <message>
        <source>The engine ended the call without a result.</source>
        <translation>引擎结束了调用，没有给出结果。</translation>
    </message>
    <message>
        <source>The engine printed a line that is no message; it was passed over. %1</source>
        <translation>引擎输出了一行非消息内容，已略过。%1</translation>
    </message>
    <message>
        <source>The engine ended unexpectedly and was started again. %1</source>
        <translation>引擎意外结束，已重新启动。%1</translation>
    </message>
    <message>
        <source>The engine ended twice while it scored this trace. Nothing was changed. %1</source>
        <translation>引擎在为此推理轨迹打分时两次意外结束。未作任何更改。%1</translation>
    </message>
    <message>
        <source>The engine cannot be started: %1. Put steplight-engine beside this program, or name it in STEPLIGHT_ENGINE.</source>
        <translation>无法启动引擎：%1。请把 steplight-engine 放在本程序旁，或用 STEPLIGHT_ENGINE 指明位置。</translation>
    </message>
    <message>
        <source>Its last words: %1</source>
        <translation>最后的输出：%1</translation>
    </message>
    <message>
        <source>The engine gave no answer for %1 s and was stopped. Nothing was changed; try again.</source>
        <translation>引擎 %1 秒没有回应，已被停止。未作任何更改；请重试。</translation>
    </message>
</context>
<context>
    <name>steplight::EstimateChip</name>
    <message>
        <source>No estimate</source>
        <translation>无估计</translation>
    </message>
    <message>
        <source>%1 of %2 rollouts right</source>
        <translation>采样续写 %2 次，正确 %1 次</translation>
    </message>
    <message>
        <source>%1 P(+)</source>
        <translation>P(+) %1</translation>
    </message>
    <message>
        <source>Given as right</source>
        <translation>自带标记：正确</translation>
    </message>
    <message>
        <source>Given as wrong</source>
        <translation>自带标记：错误</translation>
    </message>
    <message>
        <source>Given as neutral</source>
        <translation>自带标记：中性</translation>
    </message>
    <message>
        <source>Judged right</source>
        <translation>评审判为正确</translation>
    </message>
    <message>
        <source>Judged wrong</source>
        <translation>评审判为错误</translation>
    </message>
    <message>
        <source>Judged neutral</source>
        <translation>评审判为中性</translation>
    </message>
    <message>
        <source>%1 of the rollouts right</source>
        <translation>采样续写正确比例 %1</translation>
    </message>
</context>
<context>
    <name>steplight::ExploreController</name>
    <message>
        <source>“%1” is a queue now.</source>
        <translation>已建立队列“%1”。</translation>
    </message>
    <message>
        <source>“%1” holds this query now.</source>
        <translation>“%1”现在保存此查询。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>“%1” is called “%2” now.</source>
        <translation>“%1”已更名为“%2”。</translation>
    </message>
    <message>
        <source>The queue “%1” was deleted; its traces and labels are kept.</source>
        <translation>队列“%1”已删除；其推理轨迹和标注均保留。</translation>
    </message>
</context>
<context>
    <name>steplight::ExplorePage</name>
    <message>
        <source>Lit by rollouts (mc)</source>
        <translation>按采样续写着色 (mc)</translation>
    </message>
    <message>
        <source>Lit by the judge</source>
        <translation>按评审着色</translation>
    </message>
    <message>
        <source>Lit by P(+) (prm)</source>
        <translation>按 P(+) 着色 (prm)</translation>
    </message>
    <message>
        <source>Lit by given signs</source>
        <translation>按自带标记着色</translation>
    </message>
    <message>
        <source>Which estimate lights the steps</source>
        <translation>用哪种估计为步骤着色</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>Remove this condition</source>
        <translation>移除此条件</translation>
    </message>
    <message>
        <source>No traces yet. Drop files or folders on the window to import them.</source>
        <translation>还没有推理轨迹。把文件或文件夹拖入窗口即可导入。</translation>
    </message>
    <message>
        <source>No trace fits this query.</source>
        <translation>没有符合此查询的推理轨迹。</translation>
    </message>
    <message>
        <source>Last result shown</source>
        <translation>显示的是上次结果</translation>
    </message>
    <message>
        <source>No trace fits this query. Without “%1” there would be %2.</source>
        <translation>没有符合此查询的推理轨迹。去掉“%1”则有 %2。</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Which columns are shown, and what the traces are sorted by</source>
        <translation>显示哪些列，按什么排序</translation>
    </message>
    <message>
        <source>No trace of the project meets “%1”. Without it there would be %2.</source>
        <translation>项目中没有推理轨迹满足“%1”。去掉它则有 %2。</translation>
    </message>
</context>
<context>
    <name>steplight::ExportController</name>
    <message>
        <source>All rows</source>
        <translation>所有行</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>All rows without error, all with an error of reasoning, and as many with an error of perception.</source>
        <translation>所有无错误的行、所有含推理错误的行，以及与后者同样多的感知错误行。</translation>
    </message>
    <message>
        <source>Without errors of perception</source>
        <translation>不含感知错误</translation>
    </message>
    <message>
        <source>To see what they are worth to a model.</source>
        <translation>用来看这些错误对模型的价值。</translation>
    </message>
</context>
<context>
    <name>steplight::ExportEffect</name>
    <message>
        <source>1 step</source>
        <translation>1 个步骤</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 个步骤</translation>
    </message>
    <message>
        <source>Effect</source>
        <translation>效果</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>导出前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>导出后</translation>
    </message>
    <message>
        <source>Effect of the recipe</source>
        <translation>方案的效果</translation>
    </message>
    <message>
        <source>Choose a format and a rule; the effect is shown here before anything is written.</source>
        <translation>请选择格式和规则；写入之前，这里先显示效果。</translation>
    </message>
    <message>
        <source>Looking at what this recipe does…</source>
        <translation>正在计算此方案的效果…</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>%1 with a training label</source>
        <translation>%1带训练标签</translation>
    </message>
    <message>
        <source>Nothing is left out.</source>
        <translation>没有遗漏任何内容。</translation>
    </message>
    <message>
        <source>Left out, because the format cannot say it or the rule does not use it</source>
        <translation>未写入：格式无法表达，或规则不采用</translation>
    </message>
    <message>
        <source>Sample %1</source>
        <translation>样例 %1</translation>
    </message>
    <message>
        <source>No row would be written.</source>
        <translation>不会写入任何行。</translation>
    </message>
    <message>
        <source>The first rows</source>
        <translation>最前几行</translation>
    </message>
    <message>
        <source>What the format has no place for</source>
        <translation>该格式无法容纳的内容</translation>
    </message>
    <message>
        <source>%1 with a label</source>
        <translation>%1带标注</translation>
    </message>
</context>
<context>
    <name>steplight::ExportForm</name>
    <message>
        <source>All traces</source>
        <translation>全部推理轨迹</translation>
    </message>
    <message>
        <source>The same words as on the Explore page; empty means all</source>
        <translation>写法与“浏览”页相同；留空即全部</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Path of the file to write</source>
        <translation>要写入的文件路径</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>导出方案</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Which traces</source>
        <translation>哪些推理轨迹</translation>
    </message>
    <message>
        <source>Threshold of rollouts</source>
        <translation>采样续写阈值</translation>
    </message>
    <message>
        <source>Without a person&apos;s label, a step counts as wrong when the share of rollouts that won is at or below this.</source>
        <translation>没有人工标注时，采样续写的成功比例不高于此值的步骤算作错误。</translation>
    </message>
    <message>
        <source>Write to</source>
        <translation>写入到</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>集合</translation>
    </message>
</context>
<context>
    <name>steplight::ExportPage</name>
    <message>
        <source>Write</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>导出进度</translation>
    </message>
    <message>
        <source>Mend the recipe first.</source>
        <translation>请先修正导出方案。</translation>
    </message>
    <message>
        <source>Nothing is written before its effect has been shown.</source>
        <translation>显示效果之后才能写入。</translation>
    </message>
    <message>
        <source>This recipe would write no row.</source>
        <translation>此方案不会写入任何行。</translation>
    </message>
    <message>
        <source>Say where to write.</source>
        <translation>请指定写入位置。</translation>
    </message>
    <message>
        <source>Write 1 row</source>
        <translation>写入 1 行</translation>
    </message>
    <message>
        <source>Write %1 rows</source>
        <translation>写入 %1 行</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在写入…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 (%2 rows, SHA-256 %3)</source>
        <translation>%1（%2 行，SHA-256 %3）</translation>
    </message>
    <message>
        <source>Wrote %1.</source>
        <translation>已写入 %1。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was written.</source>
        <translation>已取消。未写入任何内容。</translation>
    </message>
    <message>
        <source>Writes the file</source>
        <translation>写入文件</translation>
    </message>
</context>
<context>
    <name>steplight::FiguresPage</name>
    <message>
        <source>My figures</source>
        <translation>我的数据</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Back to where you were (Esc)</source>
        <translation>回到之前的位置（Esc）</translation>
    </message>
    <message>
        <source>Steps labelled by day</source>
        <translation>每天标注的步骤</translation>
    </message>
    <message>
        <source>The window shows you your own figures alone. Whoever keeps the project gets everybody&apos;s with “steplight figures”. But for the bars, what was labelled under different visibility is never added up.</source>
        <translation>窗口只显示你自己的数据。项目负责人可用“steplight figures”得到每个人的数据。除柱状图外，不同可见方式下的标注从不相加。</translation>
    </message>
    <message>
        <source>You have not labelled a step in this project yet. What you label is counted here, for you.</source>
        <translation>你还没有在这个项目里标注步骤。你标注的会为你统计在这里。</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>First answers</source>
        <translation>首次回答</translation>
    </message>
</context>
<context>
    <name>steplight::GrammarTable</name>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>显示为</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>属于</translation>
    </message>
    <message>
        <source>stored as “%1”</source>
        <translation>存储为“%1”</translation>
    </message>
</context>
<context>
    <name>steplight::GuidelineController</name>
    <message>
        <source>The kinds of error of the guideline %1 cannot be read; the usual ones stand in for them. Its words are kept; save it again to put them right.</source>
        <translation>指南 %1 的错误类型无法读取，暂用通常的类型代替。正文已保留；重新保存即可修正。</translation>
    </message>
    <message>
        <source>Version %1 holds now; labels name it from here on.</source>
        <translation>版本 %1 现已生效；此后的标注会记下它。</translation>
    </message>
</context>
<context>
    <name>steplight::GuidelinePage</name>
    <message>
        <source>Save as a new version</source>
        <translation>存为新版本</translation>
    </message>
    <message>
        <source>Kinds of error</source>
        <translation>错误类型</translation>
    </message>
    <message>
        <source>Add a kind</source>
        <translation>添加类型</translation>
    </message>
    <message>
        <source>Why an estimate is overruled</source>
        <translation>推翻估计的理由</translation>
    </message>
    <message>
        <source>Add a reason</source>
        <translation>添加理由</translation>
    </message>
    <message>
        <source>Guideline</source>
        <translation>指南</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Labels name the version that held when they were made (Ctrl+S)</source>
        <translation>标注会记下当时有效的版本（Ctrl+S）</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Back to where you were (Esc)</source>
        <translation>回到原来的页面（Esc）</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>The guideline&apos;s words, in Markdown</source>
        <translation>指南正文（Markdown）</translation>
    </message>
    <message>
        <source># How we label steps</source>
        <translation># 我们如何标注步骤</translation>
    </message>
    <message>
        <source>Picture…</source>
        <translation>图片…</translation>
    </message>
    <message>
        <source>Copies a picture into the project&apos;s folder guideline and shows it at the cursor</source>
        <translation>将图片复制到项目的 guideline 文件夹，并在光标处显示</translation>
    </message>
    <message>
        <source>Markdown. A heading that names a kind of error is its rule.</source>
        <translation>Markdown。以错误类型为名的标题即其规则。</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>There is no guideline yet. Write at the left what counts as an error: it is one key away from every step, and each label names the version that held.</source>
        <translation>还没有指南。在左侧写下什么算错误：标注每个步骤时一键即可查看，每个标注都会记下当时有效的版本。</translation>
    </message>
    <message>
        <source>Begin with a template</source>
        <translation>从模板开始</translation>
    </message>
    <message>
        <source>%1 · holds now</source>
        <translation>%1 · 当前有效</translation>
    </message>
    <message>
        <source>What you were writing was put aside.</source>
        <translation>您正在编写的内容已暂存。</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>取回</translation>
    </message>
    <message>
        <source>Some rows at the right cannot be saved yet.</source>
        <translation>右侧有些行尚不能保存。</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>A picture for the guideline</source>
        <translation>指南的图片</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp *.gif *.bmp)</source>
        <translation>图片 (*.png *.jpg *.jpeg *.webp *.gif *.bmp)</translation>
    </message>
    <message>
        <source>This is your draft from when the project was closed; it is not saved as a version yet.</source>
        <translation>这是上次关闭项目时您留下的草稿，尚未存为版本。</translation>
    </message>
    <message>
        <source>Put it aside</source>
        <translation>放到一边</translation>
    </message>
    <message>
        <source>“%1” was removed.</source>
        <translation>已移除“%1”。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>steplight::GuidelinePanel</name>
    <message>
        <source>Guideline</source>
        <translation>指南</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>This project has no guideline yet. Write down what counts as an error, and it is here, one key away.</source>
        <translation>此项目还没有指南。写下什么算错误，之后在这里一键即可查看。</translation>
    </message>
    <message>
        <source>Write the guideline</source>
        <translation>编写指南</translation>
    </message>
</context>
<context>
    <name>steplight::HintBar</name>
    <message>
        <source>Next hint</source>
        <translation>下一条提示</translation>
    </message>
    <message>
        <source>No more hints</source>
        <translation>不再提示</translation>
    </message>
    <message>
        <source>Goes on without doing this</source>
        <translation>跳过这一步</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>steplight::Hints</name>
    <message>
        <source>Read the steps against the picture. %1 says that a step is right, %2 that it is wrong; the next one waits for you at once.</source>
        <translation>对照图片阅读各步骤。%1 表示该步正确，%2 表示错误；随后立即进入下一步。</translation>
    </message>
    <message>
        <source>That is all there is to it; nothing has to be saved. %1 goes to the next trace. Correct some more, up to the first wrong step of each.</source>
        <translation>就是这么简单，无需保存。%1 转到下一条轨迹。请再更正几条，每条标到第一个错误步骤为止。</translation>
    </message>
    <message>
        <source>Your labels can teach the model that lit these steps. It takes some minutes in the background.</source>
        <translation>你的标注可以教会为这些步骤着色的模型。它在后台进行，需要几分钟。</translation>
    </message>
    <message>
        <source>Train the model</source>
        <translation>训练模型</translation>
    </message>
    <message>
        <source>It learns. Go on labelling meanwhile; when it is done it lights all traces anew.</source>
        <translation>模型正在学习，其间可以继续标注；完成后它会重新为所有轨迹着色。</translation>
    </message>
    <message>
        <source>The steps now show what the new model says. The Models page says where it comes from and how good it is.</source>
        <translation>现在各步骤显示的是新模型的判断。“模型”页说明它的来历和好坏。</translation>
    </message>
    <message>
        <source>Show the models</source>
        <translation>查看模型</translation>
    </message>
</context>
<context>
    <name>steplight::HistoryStrip</name>
    <message>
        <source>the whole trace: %1</source>
        <translation>整条推理轨迹：%1</translation>
    </message>
    <message>
        <source>step %1: %2</source>
        <translation>步骤 %1：%2</translation>
    </message>
    <message>
        <source>%1, %2. %3 Click to go there and change it.</source>
        <translation>%1，%2。%3 点击可前往修改。</translation>
    </message>
    <message>
        <source>Last decisions</source>
        <translation>最近的判定</translation>
    </message>
    <message>
        <source>Your decisions appear here, each one click away.</source>
        <translation>你的判定显示在这里，点击即可返回。</translation>
    </message>
</context>
<context>
    <name>steplight::ImageLoader</name>
    <message>
        <source>%1 is a drawing (%2), not a picture of pixels. Save it as PNG.</source>
        <translation>%1 是矢量图 (%2)，不是像素图像。请另存为 PNG。</translation>
    </message>
    <message>
        <source>%1 has %2 × %3 pixels, more than the %4 million that are shown. Make a smaller copy and locate that.</source>
        <translation>%1 有 %2 × %3 像素，超过可显示的 %4 百万像素。请制作较小的副本，再指定它的位置。</translation>
    </message>
    <message>
        <source>There is no file at %1. Locate it to see it.</source>
        <translation>%1 处没有文件。请指定它的位置。</translation>
    </message>
    <message>
        <source>%1 could not be read as an image (%2). The file was left as it is; locate a sound copy.</source>
        <translation>无法将 %1 读作图像 (%2)。文件保持原样；请指定一个完好的副本。</translation>
    </message>
</context>
<context>
    <name>steplight::ImagePane</name>
    <message>
        <source>Adjust</source>
        <translation>调整</translation>
    </message>
    <message>
        <source>Brightness, contrast, gamma: display only</source>
        <translation>亮度、对比度、伽马：只影响显示</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>1:1</source>
        <translation>1:1</translation>
    </message>
    <message>
        <source>Image %1 of %2</source>
        <translation>图像 %1 / %2</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Draw a box for the current step</source>
        <translation>为当前步骤画框</translation>
    </message>
    <message>
        <source>Draw a polygon</source>
        <translation>画多边形</translation>
    </message>
    <message>
        <source>Mark a point</source>
        <translation>标出一个点</translation>
    </message>
    <message>
        <source>Click on a thing and get its outline</source>
        <translation>点击物体，得到其轮廓</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>上一幅图像</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>下一幅图像</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Fit the image into the pane</source>
        <translation>使图像适应窗格</translation>
    </message>
    <message>
        <source>One image pixel for each pixel of the screen</source>
        <translation>图像像素与屏幕像素一一对应</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>伽马</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>复原</translation>
    </message>
</context>
<context>
    <name>steplight::ImageStrip</name>
    <message>
        <source>Image %1 of %2, regions: %3</source>
        <translation>图像 %1 / %2，区域：%3</translation>
    </message>
</context>
<context>
    <name>steplight::ImportController</name>
    <message>
        <source>Import traces and judge replies</source>
        <translation>导入推理轨迹和评审回复</translation>
    </message>
    <message>
        <source>Traces and judge files (*.json *.jsonl);;All files (*)</source>
        <translation>推理轨迹与评审文件 (*.json *.jsonl);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>正在导入</translation>
    </message>
    <message numerus="yes">
        <source>Importing, %n traces so far</source>
        <translation>
            <numerusform>正在导入，已有 %n 条推理轨迹</numerusform>
        </translation>
    </message>
    <message>
        <source>Where is %1?</source>
        <translation>%1 在哪里？</translation>
    </message>
    <message numerus="yes">
        <source>%n images found there.</source>
        <translation>
            <numerusform>在那里找到 %n 幅图像。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n still missing.</source>
        <translation>
            <numerusform>仍缺少 %n 幅。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>steplight::JournalController</name>
    <message numerus="yes">
        <source>%n labels stand again.</source>
        <translation>
            <numerusform>%n 个标注重新生效。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n labels taken back.</source>
        <translation>
            <numerusform>已收回 %n 个标注。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were left alone: a later decision stands there.</source>
        <translation>
            <numerusform>%n 个保持不动：那里有更晚的决定。</numerusform>
        </translation>
    </message>
    <message>
        <source>Take back again</source>
        <translation>再次收回</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>恢复</translation>
    </message>
</context>
<context>
    <name>steplight::JournalModel</name>
    <message>
        <source>undone, so again: %1</source>
        <translation>已撤销，恢复为：%1</translation>
    </message>
    <message>
        <source>done again: %1</source>
        <translation>已重做：%1</translation>
    </message>
    <message>
        <source>stands</source>
        <translation>生效中</translation>
    </message>
    <message>
        <source>replaced or taken back</source>
        <translation>已被取代或收回</translation>
    </message>
    <message>
        <source>%1 of %2 stand</source>
        <translation>%2 个中 %1 个生效</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Said</source>
        <translation>判断</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现状</translation>
    </message>
    <message>
        <source>blind</source>
        <translation>盲标</translation>
    </message>
    <message>
        <source>after the reveal: %1</source>
        <translation>看过之后：%1</translation>
    </message>
    <message>
        <source>before the reveal</source>
        <translation>看之前</translation>
    </message>
    <message>
        <source>commit, then reveal</source>
        <translation>先标后看</translation>
    </message>
    <message>
        <source>open</source>
        <translation>公开</translation>
    </message>
    <message>
        <source>open: %1</source>
        <translation>公开：%1</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>所见</translation>
    </message>
</context>
<context>
    <name>steplight::JournalPage</name>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>收回</translation>
    </message>
    <message>
        <source>Open the trace</source>
        <translation>打开推理轨迹</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>任何时间</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>最近一小时</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Between…</source>
        <translation>时间段…</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Back to where you were (Esc)</source>
        <translation>回到原来的页面（Esc）</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>No decision fits. Each label that somebody gives is listed here.</source>
        <translation>没有符合的决定。每个人的每次标注都列在这里。</translation>
    </message>
    <message>
        <source>By new rows: nothing is erased, and it can be brought back (Del)</source>
        <translation>以新记录收回：什么都不会删除，可以恢复（Del）</translation>
    </message>
    <message>
        <source>Where the decision was made (Enter)</source>
        <translation>作出该决定之处（Enter）</translation>
    </message>
    <message numerus="yes">
        <source>%n decisions</source>
        <translation>
            <numerusform>%n 个决定</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take back %n decisions</source>
        <translation>
            <numerusform>收回 %n 个决定</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>steplight::KeyRow</name>
    <message>
        <source>Reset</source>
        <translation>复原</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Press a key…</source>
        <translation>请按键…</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>This key stays</source>
        <translation>此键固定</translation>
    </message>
    <message>
        <source>Esc leaves it as it is</source>
        <translation>按 Esc 保持不变</translation>
    </message>
    <message>
        <source>Press it, then the new key</source>
        <translation>先按它，再按新键</translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation>恢复为 %1</translation>
    </message>
    <message>
        <source>%1 stays as it is</source>
        <translation>%1 保持不变</translation>
    </message>
    <message>
        <source>“%1” (%2)</source>
        <translation>“%1”（%2）</translation>
    </message>
    <message>
        <source>%1 already means %2.</source>
        <translation>%1 已用于 %2。</translation>
    </message>
    <message>
        <source>That cannot be changed.</source>
        <translation>该按键不能更改。</translation>
    </message>
    <message>
        <source>Swap: that gets %1</source>
        <translation>互换：它改用 %1</translation>
    </message>
    <message>
        <source>Take it: that has no key then</source>
        <translation>占用：它将没有按键</translation>
    </message>
</context>
<context>
    <name>steplight::KeySheet</name>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>%1 or Esc closes this sheet.</source>
        <translation>按 %1 或 Esc 关闭此表。</translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation>更改按键…</translation>
    </message>
    <message>
        <source>Give an action another key</source>
        <translation>为操作设置其他按键</translation>
    </message>
</context>
<context>
    <name>steplight::KeysPage</name>
    <message>
        <source>Reset all</source>
        <translation>全部复原</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Find an action or a key</source>
        <translation>查找操作或按键</translation>
    </message>
    <message>
        <source>Export set…</source>
        <translation>导出方案…</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Writes all keys to a file, for another machine or a colleague</source>
        <translation>将全部按键写入文件，供其他机器或同事使用</translation>
    </message>
    <message>
        <source>Every action gets the key that it came with</source>
        <translation>每个操作恢复为默认按键</translation>
    </message>
    <message>
        <source>Back to where you were (Esc)</source>
        <translation>返回原处 (Esc)</translation>
    </message>
    <message>
        <source>Press an action&apos;s key here, then the new one. It works at once, and is kept for you in all projects.</source>
        <translation>在此点按操作的按键，再按新键。立即生效，并在所有项目中为你保留。</translation>
    </message>
    <message>
        <source>No action and no key is called “%1”.</source>
        <translation>没有名为“%1”的操作或按键。</translation>
    </message>
    <message numerus="yes">
        <source>%n actions have their own key again.</source>
        <translation>
            <numerusform>%n 个操作已恢复默认按键。</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Export the keys</source>
        <translation>导出按键</translation>
    </message>
    <message>
        <source>Sets of keys (*.json);;All files (*)</source>
        <translation>按键方案 (*.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Import keys</source>
        <translation>导入按键</translation>
    </message>
    <message>
        <source>Import set</source>
        <translation>导入方案</translation>
    </message>
    <message>
        <source>Takes all keys from a file, or as another tool has them</source>
        <translation>从文件读取全部按键，或采用其他工具的按键</translation>
    </message>
    <message>
        <source>As in %1</source>
        <translation>与 %1 相同</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件…</translation>
    </message>
</context>
<context>
    <name>steplight::LabelController</name>
    <message>
        <source>No traces yet</source>
        <translation>还没有推理轨迹</translation>
    </message>
    <message>
        <source>Nothing in this queue</source>
        <translation>此队列为空</translation>
    </message>
    <message>
        <source>No trace meets “%1”. Choose another queue or change the query.</source>
        <translation>没有推理轨迹符合“%1”。请换一个队列或修改查询。</translation>
    </message>
    <message>
        <source>This is the last trace of the queue.</source>
        <translation>这是队列中最后一条推理轨迹。</translation>
    </message>
    <message>
        <source>This is the first trace of the queue.</source>
        <translation>这是队列中第一条推理轨迹。</translation>
    </message>
    <message>
        <source>The label was not saved: %1 Everything saved before is kept.</source>
        <translation>标注未保存：%1 此前保存的内容都还在。</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>没有可重做的操作。</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <source>Drop files or folders here, or press %1 to import.</source>
        <translation>将文件或文件夹拖到此处，或按 %1 导入。</translation>
    </message>
    <message>
        <source>The project is set to “%1”. The queue “%2” keeps its own: “%3”.</source>
        <translation>项目已设为“%1”。队列“%2”保留自己的设置：“%3”。</translation>
    </message>
    <message>
        <source>Use the project&apos;s here too</source>
        <translation>此处也用项目的设置</translation>
    </message>
    <message>
        <source>Nothing was taken back: %1 Everything is as it was.</source>
        <translation>没有撤销任何内容：%1 一切保持原样。</translation>
    </message>
</context>
<context>
    <name>steplight::LabelPage</name>
    <message>
        <source>Disagreement is not told while estimates are hidden.</source>
        <translation>估计隐藏时不提示分歧。</translation>
    </message>
    <message>
        <source>The estimates disagree on no step of this trace.</source>
        <translation>此推理轨迹的各步骤上估计都没有分歧。</translation>
    </message>
    <message>
        <source>Import traces</source>
        <translation>导入推理轨迹</translation>
    </message>
    <message>
        <source>No trace is open</source>
        <translation>未打开推理轨迹</translation>
    </message>
    <message>
        <source>Choose one in the queue at the left.</source>
        <translation>请在左侧队列中选择。</translation>
    </message>
    <message>
        <source>saved %1 ✓</source>
        <translation>已保存 %1 ✓</translation>
    </message>
    <message>
        <source>Each decision is on the disk before it is shown</source>
        <translation>每个判定都先存盘再显示</translation>
    </message>
    <message>
        <source>The first error is found; what follows stays open. %1: next trace.</source>
        <translation>已找到首个错误；其后保持未定。%1：下一条推理轨迹。</translation>
    </message>
    <message>
        <source>Every step is decided. %1: next trace.</source>
        <translation>所有步骤均已判定。%1：下一条推理轨迹。</translation>
    </message>
    <message>
        <source>Select a region first, by a click or %1, then tie it to the step.</source>
        <translation>先点击或按 %1 选中一个区域，再关联到步骤。</translation>
    </message>
    <message>
        <source>The region is of this step alone; %1 removes it.</source>
        <translation>该区域只属于此步骤；按 %1 删除。</translation>
    </message>
    <message>
        <source>Formulas are shown as their source: KaTeX is not installed (packages libjs-katex and fonts-katex).</source>
        <translation>公式以源码显示：未安装 KaTeX（软件包 libjs-katex 和 fonts-katex）。</translation>
    </message>
    <message>
        <source>Write the step as it should read. Ctrl+Enter keeps it, Esc leaves it.</source>
        <translation>请写出这一步应有的文字。Ctrl+Enter 保存，Esc 放弃。</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>No estimate of this step is on the screen, so there is none to overrule.</source>
        <translation>屏幕上没有此步骤的估计，无从推翻。</translation>
    </message>
    <message>
        <source>No verdict of a judge on this step is on the screen.</source>
        <translation>屏幕上没有评审对此步骤的判定。</translation>
    </message>
    <message>
        <source>Rewrite the step first (%1); then the policy can go on from it.</source>
        <translation>请先改写这一步（%1），策略才能从它继续。</translation>
    </message>
    <message>
        <source>The policy is at it already.</source>
        <translation>策略已经在续写了。</translation>
    </message>
    <message>
        <source>Label the step first (%1), then say more.</source>
        <translation>请先标注此步骤（%1），再补充说明。</translation>
    </message>
    <message>
        <source>The judge does not call this step wrong; %1 labels it.</source>
        <translation>评审并未判此步骤为错；请按 %1 标注。</translation>
    </message>
    <message>
        <source>The rewritten step is being saved; once more, please.</source>
        <translation>改写的步骤正在保存；请再按一次。</translation>
    </message>
</context>
<context>
    <name>steplight::MainShell</name>
    <message>
        <source>Drop to import</source>
        <translation>松开即可导入</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>新建项目…</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Close project</source>
        <translation>关闭项目</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Drop a project folder to open it, or files to import</source>
        <translation>松开即可打开项目文件夹，或导入文件</translation>
    </message>
    <message>
        <source>Change keys</source>
        <translation>更改按键</translation>
    </message>
    <message>
        <source>Journal of decisions</source>
        <translation>决定日志</translation>
    </message>
    <message>
        <source>Guideline and kinds of error</source>
        <translation>指南与错误类型</translation>
    </message>
    <message>
        <source>Adjudication</source>
        <translation>裁定</translation>
    </message>
    <message>
        <source>My figures</source>
        <translation>我的数据</translation>
    </message>
</context>
<context>
    <name>steplight::MessageBar</name>
    <message>
        <source>Dismiss this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>steplight::MessageList</name>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>No messages yet.</source>
        <translation>还没有消息。</translation>
    </message>
</context>
<context>
    <name>steplight::ModelCard</name>
    <message>
        <source>Score with this</source>
        <translation>用它打分</translation>
    </message>
    <message>
        <source>Check loading</source>
        <translation>检查载入</translation>
    </message>
    <message>
        <source>Show traces</source>
        <translation>显示推理轨迹</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <source>Remove from list</source>
        <translation>从列表移除</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>结构</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>哈希</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Load check</source>
        <translation>载入检查</translation>
    </message>
    <message>
        <source>Scored</source>
        <translation>已打分</translation>
    </message>
    <message>
        <source>Progress of the load check</source>
        <translation>载入检查进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Forgets the folder; the folder and its scores stay</source>
        <translation>从列表移除；文件夹及其打分均保留</translation>
    </message>
    <message>
        <source>Compares every tensor, hashes the files and loads the model</source>
        <translation>比对每个张量、计算文件哈希并载入模型</translation>
    </message>
    <message>
        <source>Choose where the folder is now</source>
        <translation>选择文件夹现在的位置</translation>
    </message>
    <message>
        <source>Shows what it scored on the Explore page</source>
        <translation>在“浏览”页显示它打过分的推理轨迹</translation>
    </message>
    <message>
        <source>The folder is not where it was. Its scores are kept; say where it is now to score with it again.</source>
        <translation>文件夹已不在原处。其打分均保留；指定现在的位置即可再次用它打分。</translation>
    </message>
    <message>
        <source>SHA-256 of configuration, tokenizer and samples of every tensor: %1</source>
        <translation>配置、分词器与每个张量样本的 SHA-256：%1</translation>
    </message>
    <message>
        <source>It does not load</source>
        <translation>无法载入</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Train from this</source>
        <translation>以此训练</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>训练来源</translation>
    </message>
    <message>
        <source>Makes a model of its own that has learnt from the labels</source>
        <translation>生成一个从标注中学习过的新模型</translation>
    </message>
    <message>
        <source>SHA-256 of what it learnt from: %1</source>
        <translation>训练数据的 SHA-256：%1</translation>
    </message>
    <message>
        <source>Judge with this</source>
        <translation>用它评判</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>比较…</translation>
    </message>
    <message>
        <source>Measures it and another model on the traces that both have scored</source>
        <translation>在两者都打过分的轨迹上评测它与另一个模型</translation>
    </message>
</context>
<context>
    <name>steplight::ModelsController</name>
    <message>
        <source>The engine (%1) could not be started, so the folder was not looked at. Reinstall Steplight, or point STEPLIGHT_ENGINE at steplight-engine.</source>
        <translation>无法启动引擎 (%1)，因此没有检查该文件夹。请重新安装 Steplight，或用 STEPLIGHT_ENGINE 指明 steplight-engine 的位置。</translation>
    </message>
    <message>
        <source>hashing %1</source>
        <translation>正在计算 %1 的哈希</translation>
    </message>
    <message>
        <source>reading the weights</source>
        <translation>正在读取权重</translation>
    </message>
    <message>
        <source>reading the tokenizer</source>
        <translation>正在读取分词器</translation>
    </message>
    <message>
        <source>There is no folder %1, so no model was added.</source>
        <translation>没有文件夹 %1，未添加模型。</translation>
    </message>
    <message>
        <source>starting the engine</source>
        <translation>正在启动引擎</translation>
    </message>
    <message>
        <source>The engine ended in the middle of checking %1, perhaps for want of memory. What was known of it before is kept.</source>
        <translation>检查 %1 时引擎中途退出，可能是内存不足。先前的信息均保留。</translation>
    </message>
    <message>
        <source>The check was cancelled; nothing was changed.</source>
        <translation>检查已取消；未作任何更改。</translation>
    </message>
    <message>
        <source>%1 is off the list; the folder and its scores stay.</source>
        <translation>%1 已移出列表；文件夹及其打分均保留。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>%1 cannot be used, so nothing was changed: %2</source>
        <translation>%1 无法使用，未作任何更改：%2</translation>
    </message>
    <message>
        <source>%1 holds other weights than %2 had. It was added as a model of its own; the missing one stays on the list.</source>
        <translation>%1 的权重与原 %2 不同。已作为另一个模型添加；缺失的仍在列表中。</translation>
    </message>
</context>
<context>
    <name>steplight::ModelsPage</name>
    <message>
        <source>No models yet. Add a checkpoint folder, or drop one here: config.json, safetensors weights and a tokenizer.</source>
        <translation>还没有模型。请添加检查点文件夹，或把它拖到这里：其中应有 config.json、safetensors 权重和分词器。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>A folder with config.json, safetensors weights and a tokenizer</source>
        <translation>含 config.json、safetensors 权重和分词器的文件夹</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>正在读取 %1…</translation>
    </message>
    <message>
        <source>Choose a checkpoint folder</source>
        <translation>选择检查点文件夹</translation>
    </message>
    <message>
        <source>Path of a checkpoint folder; Enter adds it</source>
        <translation>检查点文件夹的路径；按 Enter 添加</translation>
    </message>
    <message>
        <source>Where is %1?</source>
        <translation>%1 在哪里？</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>比较…</translation>
    </message>
    <message>
        <source>Two models on the traces that both have scored</source>
        <translation>在两者都打过分的轨迹上比较两个模型</translation>
    </message>
</context>
<context>
    <name>steplight::NameBar</name>
    <message>
        <source>Your name, stored with each label you give:</source>
        <translation>你的名字，随每个标注一同保存：</translation>
    </message>
    <message>
        <source>Use this name</source>
        <translation>使用此名字</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>你的名字</translation>
    </message>
    <message>
        <source>Name of this layout, such as “Laptop”:</source>
        <translation>布局名称，例如“笔记本”：</translation>
    </message>
    <message>
        <source>Keep the layout</source>
        <translation>保存布局</translation>
    </message>
    <message>
        <source>Name of this layout</source>
        <translation>布局名称</translation>
    </message>
</context>
<context>
    <name>steplight::ProgressStrip</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>steplight::ProjectCard</name>
    <message>
        <source>%1 is not there any more. Click to take it off the list.</source>
        <translation>%1 已不存在。点击即可从列表移除。</translation>
    </message>
    <message>
        <source>The folder is not there any more</source>
        <translation>文件夹已不存在</translation>
    </message>
    <message>
        <source>%1 steps labelled</source>
        <translation>已标注 %1 个步骤</translation>
    </message>
    <message>
        <source>Take off this list</source>
        <translation>从列表移除</translation>
    </message>
</context>
<context>
    <name>steplight::QueryBar</name>
    <message>
        <source>All traces. Words to find, or conditions; Ctrl+Space lists them</source>
        <translation>全部推理轨迹。输入关键词或条件；Ctrl+Space 列出用词</translation>
    </message>
    <message>
        <source>Name of the queue</source>
        <translation>队列名称</translation>
    </message>
    <message>
        <source>Save queue</source>
        <translation>保存队列</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Remove this condition</source>
        <translation>移除此条件</translation>
    </message>
    <message>
        <source>Remove the condition %1</source>
        <translation>移除条件 %1</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Show the traces of a queue; rename or delete a saved one</source>
        <translation>显示某个队列的推理轨迹；重命名或删除已保存的队列</translation>
    </message>
    <message>
        <source>Save as queue</source>
        <translation>存为队列</translation>
    </message>
    <message>
        <source>Keep this query as a queue, also on the Label page (Ctrl+S)</source>
        <translation>将此查询保存为队列，“标注”页也可用 (Ctrl+S)</translation>
    </message>
    <message>
        <source>New name of “%1”</source>
        <translation>“%1”的新名称</translation>
    </message>
    <message>
        <source>Rename “%1”</source>
        <translation>重命名“%1”</translation>
    </message>
    <message>
        <source>Delete “%1”</source>
        <translation>删除“%1”</translation>
    </message>
    <message>
        <source>Choose a saved queue to rename or delete it</source>
        <translation>选择一个已保存的队列以重命名或删除</translation>
    </message>
    <message>
        <source>Which traces to show</source>
        <translation>要显示哪些推理轨迹</translation>
    </message>
    <message>
        <source>Enter asks; Ctrl+Space lists the words</source>
        <translation>Enter 查询；Ctrl+Space 列出用词</translation>
    </message>
</context>
<context>
    <name>steplight::QueryEdit</name>
    <message>
        <source>Query</source>
        <translation>查询</translation>
    </message>
</context>
<context>
    <name>steplight::QuestionHeader</name>
    <message>
        <source>Key is wrong</source>
        <translation>标准答案有误</translation>
    </message>
    <message>
        <source>Bad question</source>
        <translation>题目有误</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Fold or unfold the question</source>
        <translation>收起或展开题目</translation>
    </message>
    <message>
        <source>Key: %1</source>
        <translation>标准答案：%1</translation>
    </message>
    <message>
        <source>Answer: %1</source>
        <translation>答案：%1</translation>
    </message>
    <message>
        <source>not graded</source>
        <translation>未评分</translation>
    </message>
    <message>
        <source>✓ right</source>
        <translation>✓ 正确</translation>
    </message>
    <message>
        <source>✕ wrong</source>
        <translation>✕ 错误</translation>
    </message>
    <message>
        <source>A person rewrote that step, and a policy went on from it. Click to go there.</source>
        <translation>有人改写了那一步，策略从它继续。点击可前往。</translation>
    </message>
    <message>
        <source>↩ continues another trace from step %1</source>
        <translation>↩ 从另一条轨迹的第 %1 步续写</translation>
    </message>
</context>
<context>
    <name>steplight::QueuePanel</name>
    <message>
        <source>Words or conditions</source>
        <translation>关键词或条件</translation>
    </message>
    <message>
        <source>Which traces to label. Enter asks, Esc goes back to the steps</source>
        <translation>要标注哪些推理轨迹。Enter 查询，Esc 回到步骤</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Traces of the queue</source>
        <translation>队列中的推理轨迹</translation>
    </message>
    <message>
        <source>No trace here</source>
        <translation>这里没有推理轨迹</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1，剩余 %2</translation>
    </message>
    <message>
        <source>%1 left · %2 today</source>
        <translation>剩余 %1 · 今日 %2</translation>
    </message>
    <message>
        <source>Traces with undecided steps; steps you have labelled today</source>
        <translation>有未定步骤的推理轨迹；你今日标注的步骤</translation>
    </message>
    <message>
        <source>open</source>
        <translation>公开</translation>
    </message>
    <message>
        <source>blind</source>
        <translation>盲标</translation>
    </message>
    <message>
        <source>commit</source>
        <translation>先标</translation>
    </message>
    <message>
        <source>Estimates in this queue: %1</source>
        <translation>此队列中的估计：%1</translation>
    </message>
    <message>
        <source>Order and estimates of this queue</source>
        <translation>此队列的排序与估计</translation>
    </message>
    <message>
        <source>The order of the traces, and what is shown while you label in this queue</source>
        <translation>轨迹的排序，以及在此队列中标注时显示什么</translation>
    </message>
</context>
<context>
    <name>steplight::RatingRow</name>
    <message>
        <source>First error</source>
        <translation>首个错误</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Cannot judge</source>
        <translation>无法判断</translation>
    </message>
</context>
<context>
    <name>steplight::ReliabilityChart</name>
    <message>
        <source>P(+)</source>
        <translation>P(+)</translation>
    </message>
    <message>
        <source>share that is right</source>
        <translation>正确的比例</translation>
    </message>
    <message>
        <source>Share of right steps by P(+)</source>
        <translation>各 P(+) 下正确步骤的比例</translation>
    </message>
    <message>
        <source>at %1 right %2</source>
        <translation>P(+) 为 %1 时正确 %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>steplight::RewriteRow</name>
    <message>
        <source>%1 of %2 continuations reach the key, %3</source>
        <translation>%2 个续写中有 %1 个得到标准答案 %3</translation>
    </message>
    <message numerus="yes">
        <source>%n continuations; without a key nothing tells which are right</source>
        <translation>
            <numerusform>%n 个续写；没有标准答案，无法判断哪些正确</numerusform>
        </translation>
    </message>
    <message>
        <source>The step as it should read</source>
        <translation>这一步应有的文字</translation>
    </message>
    <message>
        <source>The step as it should read; empty takes the rewrite away</source>
        <translation>这一步应有的文字；留空则取消改写</translation>
    </message>
    <message>
        <source>Ctrl+Enter keeps it, Esc leaves it</source>
        <translation>Ctrl+Enter 保存，Esc 放弃</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>%n continuations</source>
        <translation>
            <numerusform>%n 个续写</numerusform>
        </translation>
    </message>
    <message>
        <source>Continue from here ×%1</source>
        <translation>从这里继续 ×%1</translation>
    </message>
    <message>
        <source>Open this continuation, by %1</source>
        <translation>打开这个续写（%1）</translation>
    </message>
    <message>
        <source>The policy writes on …</source>
        <translation>策略正在续写……</translation>
    </message>
</context>
<context>
    <name>steplight::RuleTable</name>
    <message>
        <source>all steps right</source>
        <translation>全部步骤正确</translation>
    </message>
    <message>
        <source>ends in an error of perception</source>
        <translation>止于感知错误</translation>
    </message>
    <message>
        <source>ends in an error of reasoning</source>
        <translation>止于推理错误</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>未采用</translation>
    </message>
    <message>
        <source>Says of every rule what it would keep of these traces</source>
        <translation>说明每条规则会保留这些轨迹中的哪些</translation>
    </message>
    <message>
        <source>Compare rules</source>
        <translation>比较规则</translation>
    </message>
    <message>
        <source>What every rule would keep of these traces, and how often it says what people said.</source>
        <translation>每条规则会保留这些轨迹中的哪些，以及与人工判断一致的次数。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Comparing… %1 of %2</source>
        <translation>正在比较…… %2中的 %1</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>正在比较……</translation>
    </message>
    <message>
        <source>Uses this rule</source>
        <translation>采用此规则</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>no step of people&apos;s to compare</source>
        <translation>没有可比较的人工步骤</translation>
    </message>
    <message>
        <source>people agree on %1 of %2 steps</source>
        <translation>与人工一致：%1 / %2 步</translation>
    </message>
</context>
<context>
    <name>steplight::RunDetail</name>
    <message>
        <source>the vote is right</source>
        <translation>投票正确</translation>
    </message>
    <message>
        <source>best by mean P(+)</source>
        <translation>按平均 P(+) 选优</translation>
    </message>
    <message>
        <source>weighted vote</source>
        <translation>加权投票</translation>
    </message>
    <message>
        <source>Its checkpoints are kept in the folder; there is no model yet.</source>
        <translation>检查点保留在文件夹中；还没有模型。</translation>
    </message>
    <message>
        <source>Resume goes on where it was; Repeat… begins anew.</source>
        <translation>“继续”从中断处接着运行；“再次运行…”重新开始。</translation>
    </message>
    <message>
        <source>of perception</source>
        <translation>感知首错 F1</translation>
    </message>
    <message>
        <source>of reasoning</source>
        <translation>推理首错 F1</translation>
    </message>
    <message>
        <source>questions</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>of them with a key</source>
        <translation>其中有答案</translation>
    </message>
    <message>
        <source>right at the first try</source>
        <translation>首次即正确</translation>
    </message>
    <message>
        <source>solutions of each</source>
        <translation>每题解答数</translation>
    </message>
    <message>
        <source>any solution is right</source>
        <translation>任一解答正确</translation>
    </message>
    <message>
        <source>Stops soon; what it has done is kept, and it can be resumed</source>
        <translation>很快停止；已完成的部分会保留，之后可以继续</translation>
    </message>
    <message>
        <source>What was scored is kept (%1).</source>
        <translation>已打分的部分保留 (%1)。</translation>
    </message>
    <message>
        <source>Nothing was stored.</source>
        <translation>没有保存任何内容。</translation>
    </message>
    <message>
        <source>The engine gave no reason; the log may tell.</source>
        <translation>引擎没有说明原因；可查看日志。</translation>
    </message>
    <message>
        <source>traces a second</source>
        <translation>推理轨迹/秒</translation>
    </message>
    <message>
        <source>steps a second</source>
        <translation>步骤/秒</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>traces</source>
        <translation>推理轨迹</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>It wrote</source>
        <translation>写入内容</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>运行进度</translation>
    </message>
    <message>
        <source>End of the log</source>
        <translation>日志末尾</translation>
    </message>
    <message>
        <source>The engine has said nothing yet.</source>
        <translation>引擎还没有输出。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Repeat…</source>
        <translation>再次运行…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Show its traces</source>
        <translation>显示其推理轨迹</translation>
    </message>
    <message>
        <source>Opens the form filled in as this run was</source>
        <translation>按此运行的设置打开表单</translation>
    </message>
    <message>
        <source>Request, events and log of this run</source>
        <translation>此运行的请求、事件和日志</translation>
    </message>
    <message>
        <source>On the Explore page</source>
        <translation>在“浏览”页</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>推理轨迹</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>all at their defaults</source>
        <translation>全部为默认值</translation>
    </message>
    <message>
        <source>Repeat it with changes.</source>
        <translation>可修改后重新运行。</translation>
    </message>
    <message>
        <source>steps with estimates</source>
        <translation>有估计的步骤</translation>
    </message>
    <message>
        <source>rollouts</source>
        <translation>采样续写</translation>
    </message>
    <message>
        <source>estimates decided early</source>
        <translation>提前判定的估计</translation>
    </message>
    <message>
        <source>warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>traces to learn</source>
        <translation>用于学习的轨迹</translation>
    </message>
    <message>
        <source>traces held out</source>
        <translation>留出的轨迹</translation>
    </message>
    <message>
        <source>corrected by people</source>
        <translation>经人工更正</translation>
    </message>
    <message>
        <source>without usable labels</source>
        <translation>没有可用标注</translation>
    </message>
    <message>
        <source>step F1, held out</source>
        <translation>步骤 F1（留出）</translation>
    </message>
    <message>
        <source>first-error F1, held out</source>
        <translation>首错 F1（留出）</translation>
    </message>
    <message>
        <source>AUC, held out</source>
        <translation>AUC（留出）</translation>
    </message>
    <message>
        <source>ECE, held out</source>
        <translation>ECE（留出）</translation>
    </message>
    <message>
        <source>loss, held out</source>
        <translation>损失（留出）</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>tokens a second</source>
        <translation>每秒词元数</translation>
    </message>
    <message>
        <source>best at update</source>
        <translation>最佳更新</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Starts the engine again; it goes on where it was</source>
        <translation>重新启动引擎，从中断处继续</translation>
    </message>
    <message>
        <source>The traces that were written are kept.</source>
        <translation>已写出的轨迹会保留。</translation>
    </message>
    <message>
        <source>new traces</source>
        <translation>新轨迹</translation>
    </message>
    <message>
        <source>in the policy&apos;s form</source>
        <translation>符合策略格式</translation>
    </message>
    <message>
        <source>right answers</source>
        <translation>答案正确</translation>
    </message>
    <message>
        <source>solutions</source>
        <translation>解答</translation>
    </message>
    <message>
        <source>tokens of prompts</source>
        <translation>提示词元</translation>
    </message>
    <message>
        <source>tokens of solutions</source>
        <translation>解答词元</translation>
    </message>
    <message>
        <source>tokens of rollouts</source>
        <translation>采样续写词元</translation>
    </message>
    <message>
        <source>The replies that came are kept.</source>
        <translation>已收到的回复会保留。</translation>
    </message>
    <message>
        <source>Repeat it for the rest.</source>
        <translation>可重复运行以完成其余部分。</translation>
    </message>
    <message>
        <source>traces judged</source>
        <translation>已评判的轨迹</translation>
    </message>
    <message>
        <source>questions unknown to the judge</source>
        <translation>评审不认识的问题</translation>
    </message>
    <message>
        <source>clear verdicts</source>
        <translation>明确的判定</translation>
    </message>
    <message>
        <source>replies without a verdict</source>
        <translation>没有判定的回复</translation>
    </message>
    <message>
        <source>Measure again on the Models page.</source>
        <translation>请在“模型”页面重新评测。</translation>
    </message>
    <message>
        <source>%1, other model</source>
        <translation>%1（另一模型）</translation>
    </message>
    <message>
        <source>%1, difference</source>
        <translation>%1（差值）</translation>
    </message>
    <message>
        <source>step F1</source>
        <translation>步骤 F1</translation>
    </message>
    <message>
        <source>first-error F1</source>
        <translation>首错 F1</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <source>ECE</source>
        <translation>ECE</translation>
    </message>
    <message>
        <source>steps by people</source>
        <translation>由人标注的步骤</translation>
    </message>
    <message>
        <source>steps by machines</source>
        <translation>由机器判断的步骤</translation>
    </message>
</context>
<context>
    <name>steplight::RunForm</name>
    <message>
        <source>%1, of them %2 that this model has scored</source>
        <translation>%1，其中 %2 条此模型已打分</translation>
    </message>
    <message>
        <source>This model has scored none of them: score first.</source>
        <translation>此模型尚未给其中任何一条打分：请先打分。</translation>
    </message>
    <message>
        <source>How well does a process reward model tell right steps from wrong ones, where it has scored the traces and something is known of their steps? Step F1, first-error F1, calibration, and what choosing by it is worth; for two models also which is better. Nothing is scored anew.</source>
        <translation>在过程奖励模型已打分、且步骤正误已知的轨迹上，它区分对错步骤的能力如何？给出步骤 F1、首错 F1、校准，以及据其选择的价值；两个模型时还会比较优劣。不会重新打分。</translation>
    </message>
    <message>
        <source>Measure on %1</source>
        <translation>在 %1 上评测</translation>
    </message>
    <message>
        <source>Start measuring</source>
        <translation>开始评测</translation>
    </message>
    <message>
        <source>%1, of them %2 that this judge has not replied to</source>
        <translation>%1，其中 %2 条此评审尚未答复</translation>
    </message>
    <message>
        <source>This judge has replied to all of them already.</source>
        <translation>此评审已全部答复过。</translation>
    </message>
    <message>
        <source>Write on from rewritten steps</source>
        <translation>从改写的步骤续写</translation>
    </message>
    <message>
        <source>Solve %1</source>
        <translation>求解 %1</translation>
    </message>
    <message>
        <source>Only those that this model has not scored yet</source>
        <translation>只含此模型尚未打分的</translation>
    </message>
    <message>
        <source>All again; the new scores stand beside the old ones</source>
        <translation>全部重来；新旧分数并存</translation>
    </message>
    <message>
        <source>Start scoring</source>
        <translation>开始打分</translation>
    </message>
    <message>
        <source>A process reward model reads each trace with its picture and says P(+) for every step. It runs in the background; the window may be closed meanwhile.</source>
        <translation>过程奖励模型读取每条推理轨迹及其图像，为每个步骤给出 P(+)。它在后台运行，其间可以关闭窗口。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Choose a checkpoint folder</source>
        <translation>选择检查点文件夹</translation>
    </message>
    <message>
        <source>All traces</source>
        <translation>全部推理轨迹</translation>
    </message>
    <message>
        <source>Which traces, as a query</source>
        <translation>以查询指定推理轨迹</translation>
    </message>
    <message>
        <source>The same words as on the Explore page; empty means all</source>
        <translation>写法与“浏览”页相同；留空即全部</translation>
    </message>
    <message>
        <source>Which traces</source>
        <translation>哪些推理轨迹</translation>
    </message>
    <message>
        <source>all cores</source>
        <translation>所有核心</translation>
    </message>
    <message>
        <source>Processor threads</source>
        <translation>处理器线程</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在计数…</translation>
    </message>
    <message>
        <source>%1, of them %2 without a score by this model</source>
        <translation>%1，其中 %2 条尚无此模型的分数</translation>
    </message>
    <message>
        <source>Choose a model first: Browse… to its checkpoint folder.</source>
        <translation>请先选择模型：点“选择…”指定其检查点文件夹。</translation>
    </message>
    <message>
        <source>Mend the query first.</source>
        <translation>请先修正查询。</translation>
    </message>
    <message>
        <source>This model has scored all of them already.</source>
        <translation>此模型已为它们全部打分。</translation>
    </message>
    <message>
        <source>No trace fits this query.</source>
        <translation>没有符合此查询的推理轨迹。</translation>
    </message>
    <message>
        <source>Score %1</source>
        <translation>为 %1打分</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>Kind of run</source>
        <translation>运行类型</translation>
    </message>
    <message>
        <source>← and → choose another kind</source>
        <translation>用 ← 和 → 选择类型</translation>
    </message>
    <message>
        <source>A process reward model learns from the labels: what people said of the steps, and what judge and rollouts say where nobody did. It begins as the model below and becomes one of its own. It learns in the background; the window may be closed meanwhile.</source>
        <translation>过程奖励模型从标注中学习：人对步骤的判断，以及无人判断之处评审和采样续写的结论。它从下面的模型开始，成为一个新模型。它在后台学习，其间可以关闭窗口。</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>起始模型</translation>
    </message>
    <message>
        <source>all processor cores</source>
        <translation>全部处理器核心</translation>
    </message>
    <message numerus="yes">
        <source>%n processor threads</source>
        <translation>
            <numerusform>%n 个处理器线程</numerusform>
        </translation>
    </message>
    <message>
        <source>The rest: %1</source>
        <translation>其余设置：%1</translation>
    </message>
    <message>
        <source>Train on %1</source>
        <translation>用 %1训练</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>A policy writes solutions of the questions: new traces, each step with the share of rollouts that go on from it and end right. It writes in the background; the window may be closed meanwhile.</source>
        <translation>策略为问题书写解答：得到新的推理轨迹，每步附有从该步续写并答对的比例。它在后台书写，其间可以关闭窗口。</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>The questions of which traces</source>
        <translation>哪些轨迹的问题</translation>
    </message>
    <message>
        <source>Solve the questions of %1</source>
        <translation>解答 %1的问题</translation>
    </message>
    <message>
        <source>Start writing</source>
        <translation>开始书写</translation>
    </message>
    <message>
        <source>A judge criticises each trace and says where it first goes wrong; its words stand beside the steps. It works in the background; the window may be closed meanwhile.</source>
        <translation>评审逐条评判推理轨迹，指出首个出错之处，其评语显示在步骤旁。它在后台工作，其间可以关闭窗口。</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>评审</translation>
    </message>
    <message>
        <source>A folder with config.json and safetensors weights, or a judge&apos;s</source>
        <translation>含有 config.json 和 safetensors 权重的文件夹，或评审的文件夹</translation>
    </message>
    <message>
        <source>Choose a judge first: Browse… to its folder.</source>
        <translation>请先选择评审：用“浏览…”找到它的文件夹。</translation>
    </message>
    <message>
        <source>Judge %1</source>
        <translation>评判 %1</translation>
    </message>
    <message>
        <source>Start judging</source>
        <translation>开始评判</translation>
    </message>
    <message>
        <source>A policy tries each question several times, and votes or a PRM choose the answer: what is a PRM worth at the same cost? The solutions become traces. It works in the background; the window may be closed meanwhile.</source>
        <translation>策略对每个问题尝试多次，由投票或 PRM 选出答案：同样开销下 PRM 值多少？解答会成为推理轨迹。它在后台工作，其间可以关闭窗口。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Decides everything that is drawn at random: the same seed comes to the same, another to other solutions or another order</source>
        <translation>决定所有随机抽取：同一种子结果相同，换一个则得到不同的解答或顺序</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>steplight::RunList</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1，用时 %2</translation>
    </message>
    <message>
        <source>Ended after %1</source>
        <translation>结束时完成 %1</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation>等待轮到它</translation>
    </message>
</context>
<context>
    <name>steplight::RunsController</name>
    <message>
        <source>The last one: %1.</source>
        <translation>上一次：%1。</translation>
    </message>
    <message numerus="yes">
        <source>%n traces were scored.</source>
        <translation>
            <numerusform>已为 %n 条推理轨迹打分。</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the run</source>
        <translation>显示运行</translation>
    </message>
    <message numerus="yes">
        <source>P(+) for %n traces</source>
        <translation>
            <numerusform>%n 条推理轨迹的 P(+)</numerusform>
        </translation>
    </message>
    <message>
        <source>Events and log in %1</source>
        <translation>事件和日志在 %1</translation>
    </message>
    <message>
        <source>%1 is trained; it scores the traces now.</source>
        <translation>%1 已训练完成，正在为推理轨迹打分。</translation>
    </message>
    <message>
        <source>%1 is trained.</source>
        <translation>%1 已训练完成。</translation>
    </message>
    <message>
        <source>The model %1, on the Models page</source>
        <translation>模型 %1，见“模型”页</translation>
    </message>
    <message numerus="yes">
        <source>%n traces were written.</source>
        <translation>
            <numerusform>写出了 %n 条推理轨迹。</numerusform>
        </translation>
    </message>
    <message>
        <source>Solutions as traces, with mc estimates of their steps</source>
        <translation>解答成为推理轨迹，各步带有 mc 估计</translation>
    </message>
    <message numerus="yes">
        <source>%n traces were judged.</source>
        <translation>
            <numerusform>评判了 %n 条推理轨迹。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Verdicts on %n traces</source>
        <translation>
            <numerusform>%n 条推理轨迹的判定</numerusform>
        </translation>
    </message>
    <message>
        <source>Solutions as traces, with P(+) of their steps</source>
        <translation>解答成为推理轨迹，各步带有 P(+)</translation>
    </message>
    <message numerus="yes">
        <source>%n traces were measured.</source>
        <translation>
            <numerusform>已评测 %n 条推理轨迹。</numerusform>
        </translation>
    </message>
    <message>
        <source>Measures; on the Models page, where two models were compared</source>
        <translation>各项指标；比较了两个模型时也可在“模型”页面查看</translation>
    </message>
    <message numerus="yes">
        <source>%n continuations were written.</source>
        <translation>
            <numerusform>已写出 %n 个续写。</numerusform>
        </translation>
    </message>
    <message>
        <source>Traces that go on from rewritten steps</source>
        <translation>从改写的步骤继续的轨迹</translation>
    </message>
</context>
<context>
    <name>steplight::RunsPage</name>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>New run…</source>
        <translation>新建运行…</translation>
    </message>
    <message>
        <source>No runs yet. New run… lets a process reward model light the steps, or learn from the labels.</source>
        <translation>还没有运行。“新建运行…”可让过程奖励模型为步骤着色，或从标注中学习。</translation>
    </message>
    <message>
        <source>Start a run: score traces, train a model, write solutions</source>
        <translation>启动运行：为推理轨迹打分、训练模型、书写解答</translation>
    </message>
</context>
<context>
    <name>steplight::ScoreNow</name>
    <message>
        <source>Scored by %1 in %2 s.</source>
        <translation>%1 用 %2 秒完成打分。</translation>
    </message>
    <message>
        <source>No PRM is known yet. Add its folder on the Models page, then score again.</source>
        <translation>还没有已知的 PRM。请在“模型”页面添加其文件夹，然后再打分。</translation>
    </message>
    <message>
        <source>Loading the model: %1 %</source>
        <translation>正在加载模型：%1 %</translation>
    </message>
</context>
<context>
    <name>steplight::SearchOptions</name>
    <message>
        <source>Also search trees, step by step</source>
        <translation>也逐步搜索树</translation>
    </message>
    <message>
        <source>It scores the solutions, and the best are chosen by its scores</source>
        <translation>它为解答打分，并按分数选出最优者</translation>
    </message>
    <message>
        <source>Votes and the best of them are also told for 1, 2, 4 and so on</source>
        <translation>还会给出 1、2、4 等个解答时的投票与最优结果</translation>
    </message>
    <message>
        <source>Guided greedy, beam, DVTS and MCTS: each writes a tree of its own, which costs several times as much</source>
        <translation>引导贪心、束搜索、DVTS 和 MCTS：各自生成一棵树，开销高出数倍</translation>
    </message>
    <message>
        <source>Chosen by</source>
        <translation>由谁选择</translation>
    </message>
    <message>
        <source>Solutions of each question</source>
        <translation>每个问题的解答数</translation>
    </message>
</context>
<context>
    <name>steplight::Session</name>
    <message>
        <source>A name cannot begin with “training:” or “dataset:”. Yours is as it was.</source>
        <translation>名字不能以“training:”或“dataset:”开头。您的名字没有改变。</translation>
    </message>
</context>
<context>
    <name>steplight::StartPage</name>
    <message>
        <source>Projects that you open are listed here.</source>
        <translation>打开过的项目会列在这里。</translation>
    </message>
    <message>
        <source>Open the demo</source>
        <translation>打开演示</translation>
    </message>
    <message>
        <source>Steplight</source>
        <translation>Steplight</translation>
    </message>
    <message>
        <source>See where a visual reasoning trace goes wrong, correct its labels, score it again.</source>
        <translation>看清视觉推理轨迹错在哪里，修正标注，重新打分。</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>新建项目…</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>A small project with drawn puzzles, scored by a small model</source>
        <translation>一个小项目：绘制的谜题，由小模型打分</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>Drop a project folder on the window to open it, or trace files to import them.</source>
        <translation>把项目文件夹拖入窗口即可打开，拖入推理轨迹文件即可导入。</translation>
    </message>
    <message>
        <source>Makes an empty project in a folder</source>
        <translation>在文件夹中建立空项目</translation>
    </message>
    <message>
        <source>Opens a project&apos;s folder</source>
        <translation>打开项目文件夹</translation>
    </message>
</context>
<context>
    <name>steplight::StepCurve</name>
    <message>
        <source>P(+)</source>
        <translation>P(+)</translation>
    </message>
    <message>
        <source>mc</source>
        <translation>mc</translation>
    </message>
    <message>
        <source>judge</source>
        <translation>judge</translation>
    </message>
    <message>
        <source>given</source>
        <translation>自带</translation>
    </message>
    <message>
        <source>Scores are hidden.</source>
        <translation>分数已隐藏。</translation>
    </message>
    <message>
        <source>No estimates for this trace yet.</source>
        <translation>此推理轨迹还没有估计。</translation>
    </message>
    <message>
        <source>Curve of estimates by step</source>
        <translation>各步骤的估计曲线</translation>
    </message>
    <message>
        <source>%1 lowest %2 at step %3</source>
        <translation>%1 最低 %2，在步骤 %3</translation>
    </message>
</context>
<context>
    <name>steplight::StepsBar</name>
    <message>
        <source>Score</source>
        <translation>打分</translation>
    </message>
    <message>
        <source>Lit by rollouts</source>
        <translation>按采样续写着色</translation>
    </message>
    <message>
        <source>Lit by judge</source>
        <translation>按评审着色</translation>
    </message>
    <message>
        <source>Lit by P(+)</source>
        <translation>按 P(+) 着色</translation>
    </message>
    <message>
        <source>Lit by given signs</source>
        <translation>按自带标记着色</translation>
    </message>
    <message>
        <source>Lit by all three</source>
        <translation>按三者综合着色</translation>
    </message>
    <message>
        <source>Which estimate lights the steps</source>
        <translation>用哪种估计为步骤着色</translation>
    </message>
    <message>
        <source>First-error mode</source>
        <translation>首错模式</translation>
    </message>
    <message>
        <source>Blind</source>
        <translation>盲标</translation>
    </message>
    <message>
        <source>Scores hidden</source>
        <translation>分数已隐藏</translation>
    </message>
    <message>
        <source>Shown once labelled</source>
        <translation>标注后显示</translation>
    </message>
    <message>
        <source>Hide scores</source>
        <translation>隐藏分数</translation>
    </message>
    <message>
        <source>%1/%2 labelled</source>
        <translation>已标注 %1/%2</translation>
    </message>
    <message>
        <source>Steps of this trace that you have labelled</source>
        <translation>此推理轨迹中你已标注的步骤</translation>
    </message>
    <message>
        <source>All estimates are hidden while you label here</source>
        <translation>在此标注时隐藏所有估计</translation>
    </message>
</context>
<context>
    <name>steplight::StepsView</name>
    <message>
        <source>rollouts</source>
        <translation>采样续写</translation>
    </message>
    <message>
        <source>judge</source>
        <translation>judge</translation>
    </message>
    <message>
        <source>P(+)</source>
        <translation>P(+)</translation>
    </message>
    <message>
        <source>±</source>
        <translation>±</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>步骤 %1 / %2</translation>
    </message>
    <message>
        <source>Copy this step</source>
        <translation>复制此步骤</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>1 step after the first error, left open</source>
        <translation>首个错误之后的 1 个步骤，保持未定</translation>
    </message>
    <message>
        <source>%1 steps after the first error, left open</source>
        <translation>首个错误之后的 %1 个步骤，保持未定</translation>
    </message>
    <message>
        <source>%1 more lines</source>
        <translation>还有 %1 行</translation>
    </message>
    <message>
        <source>Should read: %1</source>
        <translation>应为：%1</translation>
    </message>
</context>
<context>
    <name>steplight::SynthesisOptions</name>
    <message>
        <source>Keep what they wrote</source>
        <translation>保留续写的文字</translation>
    </message>
    <message>
        <source>The rollouts behind every estimate can then be read; without them an estimate is two numbers, and takes less room</source>
        <translation>之后可以阅读每个估计背后的续写；不保留时估计只是两个数字，占用空间更少</translation>
    </message>
    <message>
        <source>Each becomes a trace, unless the project has it already</source>
        <translation>每个解答成为一条推理轨迹，项目中已有的除外</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Fewer where a few say enough</source>
        <translation>少量已足够时不再采样</translation>
    </message>
    <message>
        <source>Every step</source>
        <translation>每一步</translation>
    </message>
    <message>
        <source>First errors, by halving</source>
        <translation>首个错误，二分查找</translation>
    </message>
    <message>
        <source>First errors, in a search tree</source>
        <translation>首个错误，搜索树</translation>
    </message>
    <message>
        <source>By halving: of wrong solutions only, for a fraction of the rollouts; most steps get no estimate. In a tree: wrong rollouts are searched as well, and become traces.</source>
        <translation>二分查找：只查错误的解答，续写次数少得多；多数步骤没有估计。搜索树：答错的续写也会被查找，并成为推理轨迹。</translation>
    </message>
    <message>
        <source>From a step on the policy writes on so many times; the share that ends right is the step&apos;s estimate. Most of the time goes there.</source>
        <translation>策略从一步起续写这么多次；答对的比例就是该步的估计。大部分时间花在这里。</translation>
    </message>
    <message>
        <source>A step&apos;s rollouts end, four at a time, once it is 95 % sure on which side of 20 % its chance of success lies</source>
        <translation>每次续写四个；一旦有 95 % 的把握知道该步的成功率高于还是低于 20 %，就停止</translation>
    </message>
    <message>
        <source>Estimates</source>
        <translation>估计</translation>
    </message>
    <message>
        <source>1: as likely as the policy finds it; lower: closer to its best</source>
        <translation>1：按策略自身的概率；更低：更接近其最优</translation>
    </message>
    <message>
        <source>Solutions of each question</source>
        <translation>每个问题的解答数</translation>
    </message>
    <message>
        <source>Rollouts from each step</source>
        <translation>每步的采样续写数</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Go on from rewritten steps</source>
        <translation>从改写的步骤继续</translation>
    </message>
    <message>
        <source>Of the traces&apos; labels, instead of solving their questions: of each rewritten step from which nothing was written on yet</source>
        <translation>不解答问题，而是从这些轨迹的标注里尚未续写过的改写步骤继续</translation>
    </message>
</context>
<context>
    <name>steplight::TopBar</name>
    <message>
        <source>Label</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>浏览</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Open: estimates are shown</source>
        <translation>公开：显示估计</translation>
    </message>
    <message>
        <source>Commit, then reveal: shown after the label</source>
        <translation>先标后看：标注后显示估计</translation>
    </message>
    <message>
        <source>Blind: estimates stay hidden</source>
        <translation>盲标：始终隐藏估计</translation>
    </message>
    <message>
        <source>What is shown while labelling</source>
        <translation>标注时显示什么</translation>
    </message>
    <message>
        <source>What is shown while labelling; stored with each label</source>
        <translation>标注时显示什么；随每个标注一同保存</translation>
    </message>
    <message>
        <source>View</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Steplight</source>
        <translation>Steplight</translation>
    </message>
    <message>
        <source>Project %1</source>
        <translation>项目 %1</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Messages %1</source>
        <translation>消息 %1</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>The last twenty messages</source>
        <translation>最近二十条消息</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>Colours, text size, layouts and language</source>
        <translation>颜色、文字大小、布局与语言</translation>
    </message>
    <message>
        <source>%1 (queue)</source>
        <translation>%1（队列）</translation>
    </message>
    <message>
        <source>The queue “%1” has its own: %2. The project&apos;s, chosen here, is %3. What is shown is stored with each label.</source>
        <translation>队列“%1”有自己的设置：%2。此处选择的是项目的设置：%3。显示的内容会随每个标注一起保存。</translation>
    </message>
</context>
<context>
    <name>steplight::TracePreview</name>
    <message>
        <source>No final answer</source>
        <translation>没有最终答案</translation>
    </message>
    <message>
        <source>Answer: %1</source>
        <translation>答案：%1</translation>
    </message>
    <message>
        <source>Key: %1</source>
        <translation>标准答案：%1</translation>
    </message>
    <message>
        <source>Open on the Label page</source>
        <translation>在“标注”页打开</translation>
    </message>
    <message>
        <source>Select a trace to see it here.</source>
        <translation>选中一条推理轨迹即可在此查看。</translation>
    </message>
    <message>
        <source>Enter, or double click on the row</source>
        <translation>按 Enter，或双击该行</translation>
    </message>
    <message>
        <source>Picture of the question</source>
        <translation>题目的图像</translation>
    </message>
    <message>
        <source>Selected trace</source>
        <translation>选中的推理轨迹</translation>
    </message>
    <message>
        <source>Picture not found. Looked for %1</source>
        <translation>找不到图像。查找位置：%1</translation>
    </message>
    <message>
        <source>Visual elements</source>
        <translation>视觉要素</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
</context>
<context>
    <name>steplight::TraceTable</name>
    <message>
        <source>Traces</source>
        <translation>推理轨迹</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Steps, lit</source>
        <translation>步骤着色</translation>
    </message>
</context>
<context>
    <name>steplight::TraceTableModel</name>
    <message>
        <source>no answer</source>
        <translation>无答案</translation>
    </message>
    <message>
        <source>%1 (key %2)</source>
        <translation>%1，应为 %2</translation>
    </message>
    <message>
        <source>Steps, lit</source>
        <translation>步骤着色</translation>
    </message>
    <message>
        <source>One cell a step, a gap between the two sections</source>
        <translation>每格一个步骤，两个部分之间留空</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>The beginning of its text</source>
        <translation>题目开头</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Final answer, right or wrong against the key</source>
        <translation>最终答案，与标准答案对照的正误</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Number of steps</source>
        <translation>步骤数</translation>
    </message>
    <message>
        <source>Steps with a label, of all steps</source>
        <translation>已标注步骤 / 全部步骤</translation>
    </message>
    <message>
        <source>Disagree</source>
        <translation>分歧</translation>
    </message>
    <message>
        <source>Largest gap between mc, judge and prm on one step, 0 to 1</source>
        <translation>同一步骤上 mc、judge 与 prm 的最大差距，0 到 1</translation>
    </message>
    <message>
        <source>P(+) mean</source>
        <translation>P(+) 均值</translation>
    </message>
    <message>
        <source>Mean P(+) over the steps, 0 to 1</source>
        <translation>各步骤 P(+) 的均值，0 到 1</translation>
    </message>
    <message>
        <source>P(+) min</source>
        <translation>P(+) 最低</translation>
    </message>
    <message>
        <source>Lowest P(+) of a step, 0 to 1</source>
        <translation>步骤中最低的 P(+)，0 到 1</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>策略模型</translation>
    </message>
    <message>
        <source>The model that wrote the trace</source>
        <translation>写出推理轨迹的模型</translation>
    </message>
    <message>
        <source>Click to sort by it</source>
        <translation>点击按此排序</translation>
    </message>
    <message>
        <source>✕ mc</source>
        <translation>✕ mc</translation>
    </message>
    <message>
        <source>First error by rollouts: the first step from which none wins, from 1</source>
        <translation>按采样续写的首个错误：从该步起无一成功，自 1 计</translation>
    </message>
    <message>
        <source>✕ judge</source>
        <translation>✕ 评审</translation>
    </message>
    <message>
        <source>First error by the judge: the first step it calls wrong, from 1</source>
        <translation>按评审的首个错误：其判为错误的第一步，自 1 计</translation>
    </message>
    <message>
        <source>✕ prm</source>
        <translation>✕ prm</translation>
    </message>
    <message>
        <source>First error by the PRM: the first step with P(+) under .5, from 1</source>
        <translation>按 PRM 的首个错误：P(+) 低于 .5 的第一步，自 1 计</translation>
    </message>
    <message>
        <source>✕ person</source>
        <translation>✕ 人工</translation>
    </message>
    <message>
        <source>First error by a person: the first step labelled −1, from 1</source>
        <translation>按人工标注的首个错误：标为 −1 的第一步，自 1 计</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>First error by mc</source>
        <translation>首个错误（mc）</translation>
    </message>
    <message>
        <source>First error by the judge</source>
        <translation>首个错误（评审）</translation>
    </message>
    <message>
        <source>First error by prm</source>
        <translation>首个错误（prm）</translation>
    </message>
    <message>
        <source>First error by a person</source>
        <translation>首个错误（人工）</translation>
    </message>
    <message>
        <source>Order of import</source>
        <translation>导入顺序</translation>
    </message>
    <message>
        <source>The data set, or the file where the data names none</source>
        <translation>数据集；数据未指明时为文件</translation>
    </message>
</context>
<context>
    <name>steplight::TrainOptions</name>
    <message>
        <source>%1, also whole</source>
        <translation>%1，也学完整解答</translation>
    </message>
    <message>
        <source>Learn whole solutions, too</source>
        <translation>同时学习完整解答</translation>
    </message>
    <message>
        <source>Each once more as one step, so that a search may choose by one look at a solution; an epoch is twice as long</source>
        <translation>每条解答再作为一个步骤学习一次，搜索便可只看一眼整条解答来选择；每轮长度加倍</translation>
    </message>
    <message>
        <source>Score the same traces with the new model afterwards</source>
        <translation>之后用新模型为同样的轨迹打分</translation>
    </message>
    <message>
        <source>People first, then machines</source>
        <translation>以人为先，其次机器</translation>
    </message>
    <message>
        <source>People only</source>
        <translation>只用人工标注</translation>
    </message>
    <message>
        <source>As published, without people</source>
        <translation>按论文，不用人工</translation>
    </message>
    <message>
        <source>How labels and estimates become training labels</source>
        <translation>标注和估计如何成为训练标签</translation>
    </message>
    <message>
        <source>Training labels</source>
        <translation>训练标签</translation>
    </message>
    <message>
        <source>as the model has it</source>
        <translation>按模型设置</translation>
    </message>
    <message>
        <source>How often each trace is learnt from</source>
        <translation>每条轨迹学习几遍</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Measured and never learnt; a question&apos;s traces are all on one side, in every training</source>
        <translation>只测量，从不学习；同一问题的轨迹在每次训练中都在同一侧</translation>
    </message>
    <message>
        <source>× </source>
        <translation>× </translation>
    </message>
    <message>
        <source>How often a trace that a person corrected is learnt from, for each time of the others</source>
        <translation>经人工更正的轨迹相对其他轨迹学习几次</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Questions held out</source>
        <translation>留出的问题</translation>
    </message>
    <message>
        <source>A corrected trace counts</source>
        <translation>更正过的轨迹计为</translation>
    </message>
    <message>
        <source>A person&apos;s rating stands. Where there is none, the judge says what is wrong, and rollouts veto what it calls right.</source>
        <translation>以人的判断为准。没有时，由评审判定错误，采样续写可否决它认为正确的轨迹。</translation>
    </message>
    <message>
        <source>Only steps that a person rated, up to the first that nobody did.</source>
        <translation>只用人评判过的步骤，到第一个无人评判的步骤为止。</translation>
    </message>
    <message>
        <source>The judge says what is wrong, and rollouts veto what it calls right. Corrections change nothing: for comparison.</source>
        <translation>由评审判定错误，采样续写可否决它认为正确的轨迹。人工更正不起作用：供比较。</translation>
    </message>
    <message numerus="yes">
        <source>%n epochs</source>
        <translation>
            <numerusform>%n 轮</numerusform>
        </translation>
    </message>
    <message>
        <source>usual epochs</source>
        <translation>通常轮数</translation>
    </message>
    <message>
        <source>%1, %2 % held out</source>
        <translation>%1，留出 %2 %</translation>
    </message>
    <message>
        <source>Judge alone</source>
        <translation>只用评审</translation>
    </message>
    <message>
        <source>What the judge says; rollouts and people change nothing.</source>
        <translation>只听评审；采样续写和人工都不起作用。</translation>
    </message>
    <message>
        <source>Judge and rollouts agree</source>
        <translation>评审与采样续写一致</translation>
    </message>
    <message>
        <source>Only traces in which both see the same first error, or none.</source>
        <translation>只用两者首个错误相同、或都认为无错的轨迹。</translation>
    </message>
    <message>
        <source>Rollouts alone</source>
        <translation>只用采样续写</translation>
    </message>
    <message>
        <source>Rollouts, as probabilities</source>
        <translation>采样续写作为概率</translation>
    </message>
    <message>
        <source>Each step&apos;s target is the share of rollouts that won, drawn towards a half where there were few.</source>
        <translation>每步的目标是采样续写的成功比例，次数少时向一半靠拢。</translation>
    </message>
    <message>
        <source>The first step from which no rollout wins, or no more than the threshold, is wrong.</source>
        <translation>从该步起采样续写无一成功、或不超过阈值的第一步是错误的。</translation>
    </message>
</context>
<context>
    <name>steplight::TrainingCurve</name>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>loss, held out</source>
        <translation>损失（留出）</translation>
    </message>
    <message>
        <source>step F1, held out</source>
        <translation>步骤 F1（留出）</translation>
    </message>
    <message>
        <source>first-error F1, held out</source>
        <translation>首错 F1（留出）</translation>
    </message>
    <message>
        <source>Curves of the training by update</source>
        <translation>按更新次数的训练曲线</translation>
    </message>
</context>
<context>
    <name>steplight::TypesetLabel</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>steplight::ViewMenu</name>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast, light</source>
        <translation>高对比度，浅色</translation>
    </message>
    <message>
        <source>High contrast, dark</source>
        <translation>高对比度，深色</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>减少动态效果</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Layouts</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>Keep this layout…</source>
        <translation>保存当前布局…</translation>
    </message>
    <message>
        <source>Next layout</source>
        <translation>下一个布局</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>忘记</translation>
    </message>
    <message>
        <source>Language of the desktop</source>
        <translation>桌面语言</translation>
    </message>
</context>
<context>
    <name>steplight::VoiceRow</name>
    <message>
        <source>Cannot judge</source>
        <translation>无法判断</translation>
    </message>
</context>
<context>
    <name>steplight::Window</name>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Open a project first, or make a new one; then drop the files again.</source>
        <translation>请先打开或新建项目，再重新拖入文件。</translation>
    </message>
    <message>
        <source>Making the demo project</source>
        <translation>正在建立演示项目</translation>
    </message>
    <message>
        <source>Bringing the project up to date; a copy of it is kept beside it</source>
        <translation>正在更新项目格式；旁边保留一份副本</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>steplight::CostChart</name>
    <message>
        <source>Right answers against tokens a question</source>
        <translation>正确率与每个问题的词元数</translation>
    </message>
    <message>
        <source>Right answers against what they cost</source>
        <translation>正确率与代价</translation>
    </message>
</context>
<context>
    <name>steplight::StrategyTable</name>
    <message>
        <source>Strategies, the best first</source>
        <translation>各方法，最好的在前</translation>
    </message>
    <message>
        <source>strategy</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确率</translation>
    </message>
    <message>
        <source>majority at that cost</source>
        <translation>同等代价的多数投票</translation>
    </message>
    <message>
        <source>policy&apos;s tokens</source>
        <translation>策略词元</translation>
    </message>
    <message>
        <source>PRM&apos;s tokens</source>
        <translation>PRM 词元</translation>
    </message>
</context>
<context>
    <name>steplight::EvaluationOptions</name>
    <message>
        <source>Only questions that the model did not learn</source>
        <translation>只用模型没有学过的问题</translation>
    </message>
    <message>
        <source>Both are measured on what both have scored, and compared</source>
        <translation>两者在都打过分的轨迹上评测并比较</translation>
    </message>
    <message>
        <source>Who knows whether a step is right</source>
        <translation>由谁判定步骤是否正确</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Step F1 and first-error F1 are told of each apart, too</source>
        <translation>步骤 F1 与首错 F1 也会分别给出</translation>
    </message>
    <message>
        <source>Of a model that was trained in this project; of another it is not known</source>
        <translation>仅限在本项目中训练的模型；其他模型学过什么无从得知</translation>
    </message>
    <message>
        <source>Beside</source>
        <translation>对照</translation>
    </message>
    <message>
        <source>What is right, by</source>
        <translation>正误依据</translation>
    </message>
    <message>
        <source>Told apart by</source>
        <translation>分组依据</translation>
    </message>
    <message>
        <source>no other model</source>
        <translation>无其他模型</translation>
    </message>
</context>
</TS>
